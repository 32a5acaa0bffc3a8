import type { OperationResult } from "@urql/core";

import { type Refusal, refusalsOf, tell } from "./refusal.js";

/** One thing to mend in an order's input; nothing was changed. */
export interface Problem {
  code: string;
  field: string[];
  message: string;
}

/** Guichet refused: why, and whom to ask. */
export class Refused extends Error {
  constructor(readonly refusals: Refusal[]) {
    super(refusals.map(tell).join("\n"));
  }
}

/** An order could not be carried out as it stands. */
export class ToMend extends Error {
  constructor(readonly problems: Problem[]) {
    super(problems.map(({ field, message }) => `${field.join(".")}: ${message}`).join("\n"));
  }
}

/** What an answer holds and what was refused of it: a refused field is null, the rest is there to be shown. */
export function partsOf<Data>({ data, error }: OperationResult<Data>): { data: Data | null; refusals: Refusal[] } {
  return { data: data ?? null, refusals: error ? refusalsOf(error) : [] };
}

/** The data of an answer; throws `Refused` where anything in it was refused. */
export function dataOf<Data>({ data, error }: OperationResult<Data>): Data {
  if (error) throw new Refused(refusalsOf(error));
  if (data === undefined) throw new Error("an answer without data and without errors");
  return data;
}

/** The payload of an order that was carried out; throws `ToMend` where something is to mend. */
export function carriedOut<Payload extends { errors: Problem[] }>(payload: Payload | null): Payload {
  if (payload === null) throw new Error("an order without a payload and without errors");
  if (payload.errors.length > 0) throw new ToMend(payload.errors);
  return payload;
}

const ATTEMPTS = 4;

/** Sends an order until there is an answer: under the same key it is carried out once, however often it is sent. */
export async function untilAnswered<Data>(send: (key: string) => PromiseLike<OperationResult<Data>>): Promise<OperationResult<Data>> {
  const key = crypto.randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const result = await send(key);
    if (attempt === ATTEMPTS || !isWithoutAnswer(result)) return result;
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
  }
}

/** Whether nobody can tell from this what became of the order: the connection broke, or the server says to come again. */
function isWithoutAnswer({ error }: OperationResult): boolean {
  if (error === undefined) return false;
  return error.networkError !== undefined || refusalsOf(error).some(({ code }) => code === "UNAVAILABLE");
}
