import type { OperationResult } from "@urql/core";

import { type Refusal, refusalsOf, describeRefusal } from "./refusal.js";

/** One problem of a mutation's input; nothing was changed. */
export interface Problem {
  code: string;
  field: string[];
  message: string;
}

/** The response has errors: reasons, and whom to ask. */
export class Refused extends Error {
  constructor(readonly refusals: Refusal[]) {
    super(refusals.map(describeRefusal).join("\n"));
  }
}

/** A mutation was not executed because its input is not valid. */
export class InvalidInput extends Error {
  constructor(readonly problems: Problem[]) {
    super(problems.map(({ field, message }) => `${field.join(".")}: ${message}`).join("\n"));
  }
}

/** Data and refusals of a response: a refused field is null, the other fields can be shown. */
export function partsOf<Data>({ data, error }: OperationResult<Data>): { data: Data | null; refusals: Refusal[] } {
  return { data: data ?? null, refusals: error ? refusalsOf(error) : [] };
}

/** The data of a response; throws `Refused` if it has errors. */
export function dataOf<Data>({ data, error }: OperationResult<Data>): Data {
  if (error) throw new Refused(refusalsOf(error));
  if (data === undefined) throw new Error("a response without data and without errors");
  return data;
}

/** The payload of a mutation that was executed; throws `InvalidInput` if it has problems. */
export function payloadOf<Payload extends { errors: Problem[] }>(payload: Payload | null): Payload {
  if (payload === null) throw new Error("a mutation without a payload and without errors");
  if (payload.errors.length > 0) throw new InvalidInput(payload.errors);
  return payload;
}

const ATTEMPTS = 4;

/** Sends a mutation until there is a response: with the same key it is executed once, however often it is sent. */
export async function withRetries<Data>(send: (key: string) => PromiseLike<OperationResult<Data>>): Promise<OperationResult<Data>> {
  const key = crypto.randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const result = await send(key);
    if (attempt === ATTEMPTS || !isOutcomeUnknown(result)) return result;
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
  }
}

/** True if the mutation may or may not have been executed: the connection broke, or the server is unavailable. */
function isOutcomeUnknown({ error }: OperationResult): boolean {
  if (error === undefined) return false;
  return error.networkError !== undefined || refusalsOf(error).some(({ code }) => code === "UNAVAILABLE");
}
