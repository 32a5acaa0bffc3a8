import { type GraphQLNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from "graphql";

import { FieldEntry } from "./FieldEntry";
import { Lock } from "./Lock";
import { type Rule, rulesOfType } from "./rules";
import { type Open, TypeLink } from "./TypeLink";

interface TypePageProps {
  type: GraphQLNamedType;
  rules: Rule[];
  open: Open;
}

/** Type with its description, lock and members. */
export function TypePage({ type, rules, open }: TypePageProps) {
  return (
    <>
      <h2>{type.name}</h2>
      {type.description && <p>{type.description}</p>}
      <Lock rules={rulesOfType(rules, type)} />
      <ul className="members">
        <Members type={type} rules={rules} open={open} />
      </ul>
    </>
  );
}

function Members({ type, rules, open }: TypePageProps) {
  if (isObjectType(type) || isInterfaceType(type)) {
    return Object.values(type.getFields()).map((field) => <FieldEntry key={field.name} owner={type} field={field} rules={rules} open={open} />);
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => (
      <li key={field.name}>
        <code>
          <b>{field.name}</b>: <TypeLink type={field.type} open={open} />
        </code>
        {field.description && <p>{field.description}</p>}
      </li>
    ));
  }
  if (isEnumType(type)) return type.getValues().map(({ name, description }) => <Value key={name} name={name} description={description} />);
  if (isUnionType(type)) return type.getTypes().map((member) => <li key={member.name}><TypeLink type={member} open={open} /></li>);
  return null;
}

function Value({ name, description }: { name: string; description?: string | null }) {
  return (
    <li>
      <code>{name}</code>
      {description && <p>{description}</p>}
    </li>
  );
}
