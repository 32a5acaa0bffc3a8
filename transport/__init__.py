"""GraphQL over HTTP and what goes with it; knows nothing of the domain."""
