import type { GraphQLField, GraphQLNamedType } from "graphql";

import { isRefused, Lock } from "./Lock";
import { type Rule, rulesOfField } from "./rules";
import { type Open, TypeLink } from "./TypeLink";

interface FieldEntryProps {
  owner: GraphQLNamedType;
  field: GraphQLField<unknown, unknown>;
  rules: Rule[];
  open: Open;
}

/** Field with its arguments, description and lock; greyed if the viewer lacks access. */
export function FieldEntry({ owner, field, rules, open }: FieldEntryProps) {
  const held = rulesOfField(rules, owner, field);
  return (
    <li data-coordinate={`${owner.name}.${field.name}`} className={isRefused(held) ? "greyed" : undefined}>
      <code>
        <b>{field.name}</b>: <TypeLink type={field.type} open={open} />
      </code>
      {field.deprecationReason && <p className="deprecated">Deprecated: {field.deprecationReason}</p>}
      {field.description && <p>{field.description}</p>}
      <Lock rules={held} />
      <Arguments field={field} open={open} />
    </li>
  );
}

function Arguments({ field, open }: Pick<FieldEntryProps, "field" | "open">) {
  if (!field.args.length) return null;
  return (
    <ul className="arguments" aria-label={`Arguments of ${field.name}`}>
      {field.args.map((argument) => (
        <li key={argument.name}>
          <code>
            {argument.name}: <TypeLink type={argument.type} open={open} />
          </code>
          {argument.description && <p>{argument.description}</p>}
        </li>
      ))}
    </ul>
  );
}
