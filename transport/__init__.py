"""GraphQL over HTTP and the endpoints beside it; knows nothing of the domain."""
