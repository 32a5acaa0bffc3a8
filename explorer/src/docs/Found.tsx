import { type GraphQLSchema, isInterfaceType, isObjectType } from "graphql";

import { FieldEntry } from "./FieldEntry";
import type { Rule } from "./rules";
import { type Open, TypeLink } from "./TypeLink";

const MOST = 40;

interface FoundProps {
  schema: GraphQLSchema;
  term: string;
  rules: Rule[];
  open: Open;
}

/** Search results: types and fields whose names contain the term. */
export function Found({ schema, term, rules, open }: FoundProps) {
  const has = (name: string) => name.toLowerCase().includes(term.toLowerCase());
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  const named = types.filter(({ name }) => has(name)).slice(0, MOST);
  const fields = types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((owner) => Object.values(owner.getFields()).map((field) => ({ owner, field })))
    .filter(({ field }) => has(field.name))
    .slice(0, MOST);
  if (!named.length && !fields.length) return <p role="status">Nothing has such a name.</p>;
  return (
    <ul className="members" aria-label="Found">
      {named.map((type) => (
        <li key={type.name}>
          <TypeLink type={type} open={open} />
        </li>
      ))}
      {fields.map(({ owner, field }) => (
        <FieldEntry key={`${owner.name}.${field.name}`} owner={owner} field={field} rules={rules} open={open} />
      ))}
    </ul>
  );
}
