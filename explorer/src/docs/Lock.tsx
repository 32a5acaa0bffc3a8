import { Whom } from "../Refusals";
import type { Rule } from "./rules";

/** What the rules ask for, and where they refuse the viewer, why and whom to ask. */
export function Lock({ rules }: { rules: Rule[] }) {
  return rules.map((rule) => (
    <div key={rule.name} className={rule.decision.allowed ? "lock" : "lock refused"}>
      <span title={rule.description}>
        <span aria-hidden="true">{rule.decision.allowed ? "🔓︎" : "🔒︎"}</span> {needed(rule)}
      </span>
      {rule.decision.reasons.map(({ code, message, contact }) => (
        <span key={code + message}>
          {message} {contact && <Whom contact={contact} />}
        </span>
      ))}
    </div>
  ));
}

function needed({ name, access, stepUp }: Rule): string {
  return [access ?? name, stepUp && "second factor proved again"].filter(Boolean).join(", ");
}

/** Whether one of the rules refuses the viewer. */
export function isRefused(rules: Rule[]): boolean {
  return rules.some((rule) => !rule.decision.allowed);
}
