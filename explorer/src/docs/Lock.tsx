import { Whom } from "../Refusals";
import type { Rule } from "./rules";

/** What the rules need, and if they refuse the viewer, why and whom to ask. */
export function Lock({ rules }: { rules: Rule[] }) {
  return rules.map((rule) => (
    <div key={rule.name} className={rule.decision.allowed ? "lock" : "lock refused"}>
      <span title={rule.description}>
        <Padlock open={rule.decision.allowed} /> {needed(rule)}
      </span>
      {rule.decision.reasons.map(({ code, message, contact }) => (
        <span key={code + message}>
          {message} {contact && <Whom contact={contact} named={message.includes(contact.name)} />}
        </span>
      ))}
    </div>
  ));
}

function Padlock({ open }: { open: boolean }) {
  return (
    <svg width="12" height="14" viewBox="0 0 12 14" fill="none" stroke="currentColor" strokeWidth="1.5" role="img" aria-label={open ? "Open to you:" : "Locked:"}>
      <rect x="1" y="6" width="10" height="7" rx="1.5" />
      <path d={open ? "M3 6V4a3 3 0 0 1 6 0" : "M3 6V4a3 3 0 0 1 6 0v2"} />
    </svg>
  );
}

function needed({ name, access, stepUp }: Rule): string {
  return [access ?? name, stepUp && "second factor verified recently"].filter(Boolean).join(", ");
}

/** True if one of the rules refuses the viewer. */
export function isRefused(rules: Rule[]): boolean {
  return rules.some((rule) => !rule.decision.allowed);
}
