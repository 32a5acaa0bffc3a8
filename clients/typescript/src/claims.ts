import type { Client } from "@urql/core";

import { dataOf } from "./response.js";
import type { ClaimsPageQuery } from "./generated/graphql.js";
import { graphql } from "./generated/index.js";

const ClaimsPage = graphql(`
  query ClaimsPage($first: Int!, $after: String) {
    claims(first: $first, after: $after) {
      edges { node { id number status eventDate insured { firstName lastName } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export type ClaimRow = NonNullable<ClaimsPageQuery["claims"]>["edges"][number]["node"];

/** The company's claims, page by page: each page's last cursor asks for the next one. */
export async function* claimPages(client: Client, first: number): AsyncGenerator<ClaimRow[]> {
  let after: string | null = null;
  do {
    const { claims }: ClaimsPageQuery = dataOf(await client.query(ClaimsPage, { first, after }));
    if (claims === null) return;
    yield claims.edges.map(({ node }) => node);
    after = claims.pageInfo.hasNextPage ? claims.pageInfo.endCursor : null;
  } while (after !== null);
}
