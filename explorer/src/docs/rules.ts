import { type GraphQLField, type GraphQLNamedType, getNamedType } from "graphql";
import { useEffect, useState } from "react";

import { type Contact, post } from "../api";

export interface Reason {
  code: string;
  message: string;
  contact: Contact | null;
}

/** A rule of the catalogue, with its decision for the viewer. */
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

/** Rules with the viewer's decisions, fetched for each viewer; empty until the first response. */
export function useRules(): Rule[] {
  const [rules, setRules] = useState<Rule[]>([]);
  useEffect(() => void post<{ rules: Rule[] }>({ query: RULES }).then(({ data }) => setRules(data?.rules ?? [])), []);
  return rules;
}

/** Rules of a type. */
export function rulesOfType(rules: Rule[], type: GraphQLNamedType): Rule[] {
  return rulesAt(rules, [type.name]);
}

/** Rules of a field: its own, those of its parent type and of the type it returns. */
export function rulesOfField(rules: Rule[], owner: GraphQLNamedType, field: GraphQLField<unknown, unknown>): Rule[] {
  return rulesAt(rules, [`${owner.name}.${field.name}`, owner.name, getNamedType(field.type).name]);
}

function rulesAt(rules: Rule[], coordinates: string[]): Rule[] {
  return rules.filter((rule) => coordinates.some((coordinate) => rule.coordinates.includes(coordinate)));
}
