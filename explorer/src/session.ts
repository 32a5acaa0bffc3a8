import { type Answer, type GraphQLError, isUnauthenticated, post } from "./api";
import * as operations from "./operations";
import { forgetOperations } from "./storage";

export type Session =
  | { step: "signed-out" }
  | { step: "challenged"; challenge: operations.Challenge }
  | { step: "signed-in"; viewer: operations.Viewer };

export const SIGNED_OUT: Session = { step: "signed-out" };

/** Error of a mutation; `field` names the invalid input. */
export class Refusal extends Error {
  constructor(message: string, readonly field?: string | null) {
    super(message);
  }
}

export async function restore(): Promise<Session> {
  const { viewer } = await ask<operations.ViewerData>(operations.VIEWER);
  return viewer ? { step: "signed-in", viewer } : SIGNED_OUT;
}

export async function signIn(identifier: string, password: string): Promise<Session> {
  const { signIn } = await ask<operations.SignInData>(operations.SIGN_IN, { identifier, password });
  expectNoErrors(signIn.errors);
  return { step: "challenged", challenge: signIn.challenge };
}

export async function verify(code: string): Promise<Session> {
  const { verifySecondFactor } = await ask<operations.VerifySecondFactorData>(operations.VERIFY_SECOND_FACTOR, { code });
  expectNoErrors(verifySecondFactor.errors);
  return { step: "signed-in", viewer: verifySecondFactor.viewer };
}

export async function signOut(): Promise<Session> {
  const answer = await post<operations.SignOutData>({ query: operations.SIGN_OUT });
  if (!isUnauthenticated(answer)) expectNoErrors(dataOf(answer).signOut.errors);
  forgetOperations();
  return SIGNED_OUT;
}

/** Requests a code; verifying it renews the second factor's proof. */
export async function proveAgain(code?: string): Promise<void> {
  const { proveAgain } = await ask<operations.ProveAgainData>(operations.PROVE_AGAIN, { code });
  expectNoErrors(proveAgain.errors);
}

async function ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
  return dataOf(await post<Data>({ query, variables }));
}

function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  if (errors?.length || !data) throw new Refusal(errors?.map(sentence).join(" ") ?? "Guichet gave no answer.");
  return data;
}

function expectNoErrors(errors: operations.OrderError[]): void {
  if (errors.length) throw new Refusal(errors.map((error) => error.message).join(" "), errors[0]?.field.at(-1));
}

function sentence({ message, extensions }: GraphQLError): string {
  const contact = extensions?.contact;
  if (!contact) return message;
  return `${message} Ask ${[contact.name, contact.phone, contact.email].filter(Boolean).join(", ")}.`;
}
