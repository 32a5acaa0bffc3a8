import { graphql } from "relay-runtime";

/** For `useLazyLoadQuery`: the page with its list. */
export const claimListQuery = graphql`
  query ClaimListQuery {
    viewer {
      company {
        name
      }
    }
    ...ClaimList_query
  }
`;

/** For `usePaginationFragment`: one page of claims after another. */
export const claimList = graphql`
  fragment ClaimList_query on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" }, filter: { type: "ClaimFilter" })
  @refetchable(queryName: "ClaimListPaginationQuery") {
    claims(first: $first, after: $after, filter: $filter, orderBy: LATEST_EVENT) @connection(key: "ClaimList_claims") {
      totalCount
      edges {
        node {
          id
          ...ClaimFile_claim
        }
      }
    }
  }
`;

/** For `useRefetchableFragment`: one claim, fetched anew by `node(id:)`. */
export const claimFile = graphql`
  fragment ClaimFile_claim on Claim @refetchable(queryName: "ClaimFileRefetchQuery") {
    number
    status
    eventDate
    insured {
      firstName
      lastName
    }
    documents {
      name
      downloadUrl
    }
  }
`;

/** For `useMutation`: the claim comes back with its new status, and Relay keeps it by its id. */
export const submitClaim = graphql`
  mutation ClaimListSubmitMutation($claimId: ID!) {
    submitClaim(claimId: $claimId) {
      claim {
        ...ClaimFile_claim
      }
      errors {
        code
        field
        message
      }
    }
  }
`;
