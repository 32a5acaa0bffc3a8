/** Operations of the bar: sign-in in two steps, sign-out, and the viewer. */

const VIEWER_FIELDS = "user { id firstName lastName } company { name } role accesses";

export const VIEWER = `query Viewer { viewer { ${VIEWER_FIELDS} } }`;

export const SIGN_IN = `mutation SignIn($identifier: String!, $password: String!) {
  signIn(identifier: $identifier, password: $password, delivery: COOKIE) {
    challenge { method destination expiresAt }
    errors { code field message }
  }
}`;

export const VERIFY_SECOND_FACTOR = `mutation VerifySecondFactor($code: String!) {
  verifySecondFactor(code: $code) {
    viewer { ${VIEWER_FIELDS} }
    errors { code field message }
  }
}`;

export const SIGN_OUT = `mutation SignOut { signOut { errors { code message } } }`;

export const PROVE_AGAIN = `mutation ProveAgain($code: String) {
  proveAgain(code: $code) { errors { code field message } }
}`;

export interface Viewer {
  user: { id: string; firstName: string; lastName: string };
  /** Null for a manager, who looks after several companies. */
  company: { name: string } | null;
  role: string;
  accesses: string[];
}

export interface Challenge {
  method: "TOTP" | "EMAIL" | "SMS";
  /** Masked destination of the code; null for an authenticator app. */
  destination: string | null;
  expiresAt: string;
}

/** Entry of a mutation's `errors` list, one per problem. */
export interface OrderError {
  code: string;
  /** The path of the argument. */
  field: string[];
  message: string;
}

export interface ViewerData {
  viewer: Viewer | null;
}

export interface SignInData {
  signIn: { challenge: Challenge; errors: OrderError[] };
}

export interface VerifySecondFactorData {
  verifySecondFactor: { viewer: Viewer; errors: OrderError[] };
}

export interface ProveAgainData {
  proveAgain: { errors: OrderError[] };
}

export interface SignOutData {
  signOut: { errors: OrderError[] };
}
