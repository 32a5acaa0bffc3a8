import { getNamedType, type GraphQLType } from "graphql";

/** Shows a type's page in the panel. */
export type Open = (typeName: string) => void;

/** A type in SDL syntax, linked to its page. */
export function TypeLink({ type, open }: { type: GraphQLType; open: Open }) {
  return (
    <button type="button" className="type" onClick={() => open(getNamedType(type).name)}>
      {String(type)}
    </button>
  );
}
