import { Client, fetchExchange } from "@urql/core";

/** Token of the session, which changes with each step of signing in. */
export interface Session {
  token: string | null;
}

/** A client of Guichet: it answers POST only, and uploads need the header X-Requested-With. */
export function connect(url: string, session: Session, language = "fr", send: typeof fetch = fetch): Client {
  return new Client({
    url,
    fetch: send,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchOptions: () => ({
      headers: {
        "Accept-Language": language,
        "X-Requested-With": "guichet-example",
        ...(session.token === null ? {} : { Authorization: `Bearer ${session.token}` }),
      },
    }),
  });
}
