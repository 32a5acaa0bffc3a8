import type { Client } from "@urql/core";

import { payloadOf, dataOf, retrying } from "./response.js";
import { graphql } from "./generated/index.js";

const UploadDocuments = graphql(`
  mutation UploadDocuments($claimId: ID!, $files: [Upload!]!, $key: String!) {
    uploadDocuments(claimId: $claimId, files: $files, clientMutationId: $key) {
      documents { id name mediaType size sha256 }
      errors { code field message }
    }
  }
`);

/** Transfers files into a claim, all of them or none: urql sends files among the variables as a multipart request. */
export async function uploadDocuments(client: Client, claimId: string, files: File[]) {
  const answer = dataOf(await retrying((key) => client.mutation(UploadDocuments, { claimId, files, key })));
  return payloadOf(answer.uploadDocuments).documents ?? [];
}
