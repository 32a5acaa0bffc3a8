const ENDPOINT = "/graphql";

/** CSRF header: Guichet rejects requests without it, and another site's form cannot send it. */
const FIXED_HEADERS = { "x-requested-with": "guichet" };

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

export interface GraphQLError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; access?: string | null; contact?: Contact | null };
}

export interface Answer<Data = unknown> {
  data?: Data | null;
  errors?: GraphQLError[];
}

/** Sends one operation, or a form with its files, with the session cookie. */
export async function post<Data>(operation: Operation, headers: Record<string, string> = {}, form: FormData | null = null): Promise<Answer<Data>> {
  const sent = new Headers({ accept: "application/json" });
  for (const [name, value] of Object.entries({ ...headers, ...FIXED_HEADERS })) sent.set(name, value);
  if (form) sent.delete("content-type"); // the browser writes it, with the boundary
  else sent.set("content-type", "application/json");
  const response = await fetch(ENDPOINT, {
    method: "POST",
    credentials: "same-origin",
    headers: sent,
    body: form ?? JSON.stringify(operation),
  });
  if (!response.headers.get("content-type")?.includes("json")) {
    throw new Error(`Guichet answered ${response.status} ${response.statusText}`.trim());
  }
  return response.json();
}

/** True if the response says that the session is missing or has ended. */
export function isUnauthenticated(answer: Answer): boolean {
  return answer.errors?.some((fault) => fault.extensions?.code === "UNAUTHENTICATED") ?? false;
}
