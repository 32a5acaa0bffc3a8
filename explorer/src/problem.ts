import { Refusal } from "./session";

export interface Problem {
  message: string;
  field?: string | null;
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return { message: error.message, field: error.field };
  return { message: error instanceof Error ? error.message : String(error) };
}
