import type { Client } from "@urql/core";

import { dataOf } from "./answer.js";
import { graphql } from "./generated/index.js";

const MayI = graphql(`
  query MayISeeInvoices {
    viewer {
      can {
        seeInvoices {
          allowed
          reasons { code message access askWho contact { name email phone } }
        }
      }
    }
  }
`);

const Invoices = graphql(`
  query Invoices {
    invoices(first: 12) {
      edges { node { number dueDate amount { amount currency } } }
    }
  }
`);

/** Whether the viewer sees invoices, asked before a page offers them: the very rule that is enforced. */
export async function maySeeInvoices(client: Client) {
  return dataOf(await client.query(MayI, {})).viewer?.can.seeInvoices ?? null;
}

/** The newest invoices; throws `Refused` where the viewer may not see them. */
export async function newestInvoices(client: Client) {
  return dataOf(await client.query(Invoices, {})).invoices?.edges.map(({ node }) => node) ?? [];
}
