import { type GraphQLField, type GraphQLNamedType, getNamedType } from "graphql";
import { useEffect, useState } from "react";

import { type Contact, post } from "../api";

export interface Reason {
  code: string;
  message: string;
  contact: Contact | null;
}

/** Rule of the catalogue with its decision for the viewer. */
export interface Rule {
  name: string;
  description: string;
  access: string | null;
  stepUp: boolean;
  coordinates: string[];
  decision: { allowed: boolean; reasons: Reason[] };
}

const RULES = `query Rules {
  rules { name description access stepUp coordinates decision { allowed reasons { code message contact { name email phone } } } }
}`;

/** Returns the rules with the viewer's decisions, queried by each persona's panel; empty while loading. */
export function useRules(): Rule[] {
  const [rules, setRules] = useState<Rule[]>([]);
  useEffect(() => void post<{ rules: Rule[] }>({ query: RULES }).then(({ data }) => setRules(data?.rules ?? [])), []);
  return rules;
}

/** Returns the rules of a type. */
export function rulesOfType(rules: Rule[], type: GraphQLNamedType): Rule[] {
  return rulesAt(rules, [type.name]);
}

/** Returns the rules of a field: its own, its parent type's and its return type's. */
export function rulesOfField(rules: Rule[], owner: GraphQLNamedType, field: GraphQLField<unknown, unknown>): Rule[] {
  return rulesAt(rules, [`${owner.name}.${field.name}`, owner.name, getNamedType(field.type).name]);
}

function rulesAt(rules: Rule[], coordinates: string[]): Rule[] {
  return rules.filter((rule) => coordinates.some((coordinate) => rule.coordinates.includes(coordinate)));
}
