import type { CombinedError } from "@urql/core";

import type { Access, AskWho } from "./generated/graphql.js";

/** Person who can help. */
export interface Contact {
  name: string;
  email: string;
  phone: string;
}

/** Extensions of an error: programs decide by the code, people are sent to the contact. */
export interface Refusal {
  code: string;
  message: string;
  /** The field that is null because of it, such as `invoices`. */
  path: string;
  access: Access | null;
  askWho: AskWho | null;
  contact: Contact | null;
}

/** Returns the refusals of a response; an unreachable server is one without a contact. */
export function refusalsOf(error: CombinedError): Refusal[] {
  if (error.networkError) return [{ ...UNREACHABLE, message: error.networkError.message }];
  return error.graphQLErrors.map(({ message, path, extensions }) => ({
    code: isText(extensions["code"]) ? extensions["code"] : "INTERNAL_SERVER_ERROR",
    message,
    path: (path ?? []).join("."),
    access: isAccess(extensions["access"]) ? extensions["access"] : null,
    askWho: isAskWho(extensions["askWho"]) ? extensions["askWho"] : null,
    contact: isContact(extensions["contact"]) ? extensions["contact"] : null,
  }));
}

/** Returns a readable sentence: what is refused, and the contact who can help. */
export function tell({ message, contact }: Refusal): string {
  return contact === null ? message : `${message}\n→ ${contact.name}, ${contact.email}, ${contact.phone}`;
}

const UNREACHABLE = { code: "UNREACHABLE", path: "", access: null, askWho: null, contact: null };

const ACCESSES: Record<Access, true> = { CLAIMS: true, SETTLEMENTS: true, INVOICES: true, USER_MANAGEMENT: true };
const ASKED: Record<AskWho, true> = { ADMINISTRATOR: true, CONTRACT_MANAGER: true, HEALTH_MANAGER: true, HOTLINE: true };

const isText = (value: unknown): value is string => typeof value === "string";
const isAccess = (value: unknown): value is Access => isText(value) && value in ACCESSES;
const isAskWho = (value: unknown): value is AskWho => isText(value) && value in ASKED;

function isContact(value: unknown): value is Contact {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && "email" in value && "phone" in value && [value.name, value.email, value.phone].every(isText);
}
