import type { Contact, GraphQLError } from "./api";
import { ProveAgain } from "./ProveAgain";

const STEP_UP = "STEP_UP_REQUIRED";

/** Refusals of a response: the reason, what is missing, and whom to ask. */
export function Refusals({ faults }: { faults: GraphQLError[] }) {
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

function Refused({ fault: { message, path, extensions } }: { fault: GraphQLError }) {
  return (
    <p>
      <strong>{message}</strong>
      {path && <code>{path.join(".")}</code>}
      {extensions?.access && <span>Missing: {extensions.access}</span>}
      {extensions?.contact && <Whom contact={extensions.contact} named={message.includes(extensions.contact.name)} />}
    </p>
  );
}

/** Contact who can help, shown once for each person. */
export function Whom({ contact: { name, email, phone }, named = false }: { contact: Contact; named?: boolean }) {
  return (
    <span className="whom">
      {!named && `Ask ${name}`}
      {email && <a href={`mailto:${email}`}>{email}</a>}
      {phone && <a href={`tel:${phone.replaceAll(" ", "")}`}>{phone}</a>}
    </span>
  );
}

/** Distinct refusals: the rows of a page share their reasons. */
function distinct(faults: GraphQLError[]): GraphQLError[] {
  return [...new Map(faults.map((fault) => [sign(fault), fault])).values()];
}

function sign({ message, extensions }: GraphQLError): string {
  return `${message} ${extensions?.access ?? ""} ${extensions?.contact?.email ?? ""}`;
}
