/** The operations that GraphiQL's tabs open with, in this order. A tab is titled by its operation's name. */
export const examples = [
  `# Who am I: who is signed in, for which
# company, with which accesses.
query WhoAmI {
  viewer {
    user {
      firstName
      lastName
    }
    company {
      name
    }
    role
    accesses
  }
}
`,
  `# The company's claims and their documents.
# Next page: claims(first: 10, after: "…")
query Claims {
  claims(first: 10) {
    totalCount
    edges {
      node {
        id
        number
        kind
        status
        insured {
          firstName
          lastName
        }
        documents {
          name
          size
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
  `# The company's premium invoices. Without the
# access INVOICES the error says whom to ask.
query PremiumInvoices {
  invoices(first: 12) {
    edges {
      node {
        number
        period {
          start
          end
        }
        amount {
          amount
          currency
        }
        dueDate
        status
      }
    }
  }
}
`,
  `# Whom to ask, topic by topic. Strangers get
# the hotline.
query WhomToAsk {
  contact(topic: PLATFORM_USE) {
    askWho
    name
    email
    phone
  }
}
`,
];
