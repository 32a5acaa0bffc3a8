import { Kind, parse, type TypeNode, type VariableDefinitionNode } from "graphql";

import type { Operation } from "./api";

/** The operation with the chosen files in its `Upload` variables, as the GraphQL multipart request specification has it; null where it takes none. */
export function withFiles(operation: Operation, files: File[]): FormData | null {
  const variable = files.length ? uploadVariable(operation) : undefined;
  if (!variable) return null;
  const { name, many } = variable;
  const sent = many ? files : files.slice(0, 1);
  const variables = { ...operation.variables, [name]: many ? sent.map(() => null) : null };
  const form = new FormData();
  form.set("operations", JSON.stringify({ ...operation, variables }));
  form.set("map", JSON.stringify(Object.fromEntries(sent.map((_, place) => [place, [many ? `variables.${name}.${place}` : `variables.${name}`]]))));
  sent.forEach((file, place) => form.set(String(place), file));
  return form;
}

function uploadVariable({ query, operationName }: Operation): { name: string; many: boolean } | undefined {
  const operations = parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const chosen = operations.find((definition) => !operationName || definition.name?.value === operationName);
  const found = chosen?.variableDefinitions?.find(takesFiles);
  return found && { name: found.variable.name.value, many: bare(found.type).kind === Kind.LIST_TYPE };
}

/** True if a variable is one file or a list of files. */
export function takesFiles({ type }: VariableDefinitionNode): boolean {
  const outer = bare(type);
  const inner = outer.kind === Kind.LIST_TYPE ? bare(outer.type) : outer;
  return inner.kind === Kind.NAMED_TYPE && inner.name.value === "Upload";
}

function bare(type: TypeNode): TypeNode {
  return type.kind === Kind.NON_NULL_TYPE ? type.type : type;
}
