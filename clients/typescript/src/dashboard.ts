import type { Client } from "@urql/core";

import { dataOf, partsOf } from "./response.js";
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

/** True if the viewer may see invoices, by the rule that the server enforces; query it before offering them. */
export async function maySeeInvoices(client: Client) {
  return dataOf(await client.query(MayI, {})).viewer?.can.seeInvoices ?? null;
}

/** Claims and invoices that the viewer may see, and whom to ask about the rest. */
export async function dashboard(client: Client) {
  return partsOf(await client.query(Dashboard, {}));
}
