import type { Client } from "@urql/core";

import { payloadOf, dataOf, withRetries } from "./response.js";
import { graphql } from "./generated/index.js";

const UploadDocuments = graphql(`
  mutation UploadDocuments($claimId: ID!, $files: [Upload!]!, $key: String!) {
    uploadDocuments(claimId: $claimId, files: $files, clientMutationId: $key) {
      documents { id name mediaType size sha256 }
      errors { code field message }
    }
  }
`);

/** Uploads files into a claim, all or none: urql sends files in the variables as a multipart request. */
export async function uploadDocuments(client: Client, claimId: string, files: File[]) {
  const answer = dataOf(await withRetries((key) => client.mutation(UploadDocuments, { claimId, files, key })));
  return payloadOf(answer.uploadDocuments).documents ?? [];
}
