const ENDPOINT = "/graphql";

/** Guichet refuses a request without x-requested-with: a form on another site cannot send it. */
const FIXED_HEADERS = { "content-type": "application/json", "x-requested-with": "guichet" };

export interface Operation {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string | null;
}

export interface Contact {
  name: string;
  email: string | null;
  phone: string | null;
}

export interface GraphQLFault {
  message: string;
  extensions?: { code?: string; contact?: Contact | null };
}

export interface Answer<Data = unknown> {
  data?: Data | null;
  errors?: GraphQLFault[];
}

/** Sends one operation in the name of whoever the session cookie stands for. */
export async function post<Data>(operation: Operation, headers: Record<string, string> = {}): Promise<Answer<Data>> {
  const sent = new Headers({ accept: "application/json" });
  for (const [name, value] of Object.entries({ ...headers, ...FIXED_HEADERS })) sent.set(name, value);
  const response = await fetch(ENDPOINT, {
    method: "POST",
    credentials: "same-origin",
    headers: sent,
    body: JSON.stringify(operation),
  });
  if (!response.headers.get("content-type")?.includes("json")) {
    throw new Error(`Guichet answered ${response.status} ${response.statusText}`.trim());
  }
  return response.json();
}

/** Whether Guichet answered that nobody is signed in, or no longer. */
export function isUnauthenticated(answer: Answer): boolean {
  return answer.errors?.some((fault) => fault.extensions?.code === "UNAUTHENTICATED") ?? false;
}
