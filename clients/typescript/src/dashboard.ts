import type { Client } from "@urql/core";

import { dataOf, partsOf } from "./answer.js";
import { graphql } from "./generated/index.js";

const MayI = graphql(`
  query MayI {
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

const Dashboard = graphql(`
  query Dashboard {
    claims(first: 5) {
      totalCount
      edges { node { id number status } }
    }
    invoices(first: 5) {
      totalCount
      edges { node { id number dueDate amount { amount currency } } }
    }
  }
`);

/** Whether the viewer sees invoices, asked before a page offers them: the very rule that is enforced. */
export async function maySeeInvoices(client: Client) {
  return dataOf(await client.query(MayI, {})).viewer?.can.seeInvoices ?? null;
}

/** What the viewer may see of claims and invoices, and whom to ask about the rest. */
export async function dashboard(client: Client) {
  return partsOf(await client.query(Dashboard, {}));
}
