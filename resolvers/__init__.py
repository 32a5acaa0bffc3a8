"""Resolvers: one function for each mutation and for each field that is more than a column."""
