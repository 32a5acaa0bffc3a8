import { Kind, parse, type TypeNode } from "graphql";

import { takesFiles } from "./upload";

/** Example operations by file name; those of the FAQ's nine items have its numbers. */
const files = import.meta.glob<string>("./examples/*.graphql", { query: "?raw", import: "default", eager: true });

export const examples = Object.keys(files)
  .sort()
  .map((file) => files[file]!);

/** Variables of an example, to be filled in; files are chosen above the editor. */
export function blanksOf(text: string): string {
  const variables = parse(text)
    .definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : []))
    .filter((variable) => !takesFiles(variable))
    .map(({ variable, type }) => [variable.name.value, blank(type)]);
  return variables.length ? JSON.stringify(Object.fromEntries(variables), null, 2) : "";
}

function blank(type: TypeNode): "" | [] {
  const nullable = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return nullable.kind === Kind.LIST_TYPE ? [] : "";
}
