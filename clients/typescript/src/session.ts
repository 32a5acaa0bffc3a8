import type { Client } from "@urql/core";

import { payloadOf, dataOf } from "./response.js";
import type { Session } from "./client.js";
import { graphql } from "./generated/index.js";

const SignIn = graphql(`
  mutation SignIn($identifier: String!, $password: String!) {
    signIn(identifier: $identifier, password: $password) {
      token
      challenge { method destination expiresAt }
      errors { code field message }
    }
  }
`);

const VerifySecondFactor = graphql(`
  mutation VerifySecondFactor($code: String!) {
    verifySecondFactor(code: $code) {
      token
      viewer { role accesses company { name } }
      errors { code field message }
    }
  }
`);

/** Identifier and password first: the session then waits for its second factor, and the challenge says where the code went. */
export async function signIn(client: Client, session: Session, identifier: string, password: string) {
  const answer = dataOf(await client.mutation(SignIn, { identifier, password }));
  const { token, challenge } = payloadOf(answer.signIn);
  session.token = token;
  return challenge;
}

/** The code then: the session gets a new token, and the old one is void. */
export async function verifySecondFactor(client: Client, session: Session, code: string) {
  const answer = dataOf(await client.mutation(VerifySecondFactor, { code }));
  const { token, viewer } = payloadOf(answer.verifySecondFactor);
  session.token = token;
  return viewer;
}
