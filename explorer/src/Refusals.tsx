import type { Contact, GraphQLFault } from "./api";
import { ProveAgain } from "./ProveAgain";

const STEP_UP = "STEP_UP_REQUIRED";

/** Refusals of a response: reason, missing access, and whom to ask. */
export function Refusals({ faults }: { faults: GraphQLFault[] }) {
  const provable = faults.some((fault) => fault.extensions?.code === STEP_UP);
  const refused = distinct(faults.filter(({ extensions }) => extensions?.contact || extensions?.code === STEP_UP));
  if (!refused.length) return null;
  return (
    <section id="refusals" aria-label="Refused" role="status">
      {refused.map((fault) => (
        <Refused key={sign(fault)} fault={fault} />
      ))}
      {provable && <ProveAgain />}
    </section>
  );
}

function Refused({ fault: { message, path, extensions } }: { fault: GraphQLFault }) {
  return (
    <p>
      <strong>{message}</strong>
      {path && <code>{path.join(".")}</code>}
      {extensions?.access && <span>Missing: {extensions.access}</span>}
      {extensions?.contact && <Whom contact={extensions.contact} named={message.includes(extensions.contact.name)} />}
    </p>
  );
}

/** Contact of the person who can help, named once. */
export function Whom({ contact: { name, email, phone }, named = false }: { contact: Contact; named?: boolean }) {
  return (
    <span className="whom">
      {!named && `Ask ${name}`}
      {email && <a href={`mailto:${email}`}>{email}</a>}
      {phone && <a href={`tel:${phone.replaceAll(" ", "")}`}>{phone}</a>}
    </span>
  );
}

/** Distinct reasons: the rows of a page are refused for the same one. */
function distinct(faults: GraphQLFault[]): GraphQLFault[] {
  return [...new Map(faults.map((fault) => [sign(fault), fault])).values()];
}

function sign({ message, extensions }: GraphQLFault): string {
  return `${message} ${extensions?.access ?? ""} ${extensions?.contact?.email ?? ""}`;
}
