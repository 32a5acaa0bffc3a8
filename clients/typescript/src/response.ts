import type { OperationResult } from "@urql/core";

import { type Refusal, refusalsOf, tell } from "./refusal.js";

/** Problem of a mutation's input; nothing was changed. */
export interface Problem {
  code: string;
  field: string[];
  message: string;
}

/** Refusals of a response, each with its reason and whom to ask. */
export class Refused extends Error {
  constructor(readonly refusals: Refusal[]) {
    super(refusals.map(tell).join("\n"));
  }
}

/** Input that a mutation rejected. */
export class InvalidInput extends Error {
  constructor(readonly problems: Problem[]) {
    super(problems.map(({ field, message }) => `${field.join(".")}: ${message}`).join("\n"));
  }
}

/** Returns the data and the refusals of a response: a refused field is null, the rest can be shown. */
export function partsOf<Data>({ data, error }: OperationResult<Data>): { data: Data | null; refusals: Refusal[] } {
  return { data: data ?? null, refusals: error ? refusalsOf(error) : [] };
}

/** Returns the data of a response; throws `Refused` if any field was refused. */
export function dataOf<Data>({ data, error }: OperationResult<Data>): Data {
  if (error) throw new Refused(refusalsOf(error));
  if (data === undefined) throw new Error("a response without data and without errors");
  return data;
}

/** Returns the payload of a successful mutation; throws `InvalidInput` if it has problems. */
export function payloadOf<Payload extends { errors: Problem[] }>(payload: Payload | null): Payload {
  if (payload === null) throw new Error("a mutation without a payload and without errors");
  if (payload.errors.length > 0) throw new InvalidInput(payload.errors);
  return payload;
}

const ATTEMPTS = 4;

/** Retries a mutation until it has a response; its idempotency key makes the retries safe. */
export async function retrying<Data>(send: (key: string) => PromiseLike<OperationResult<Data>>): Promise<OperationResult<Data>> {
  const key = crypto.randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const result = await send(key);
    if (attempt === ATTEMPTS || !isTransient(result)) return result;
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
  }
}

/** True if the outcome is unknown: the connection broke, or the server asks for a retry. */
function isTransient({ error }: OperationResult): boolean {
  if (error === undefined) return false;
  return error.networkError !== undefined || refusalsOf(error).some(({ code }) => code === "UNAVAILABLE");
}
