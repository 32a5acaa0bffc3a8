"""A demo world: three companies, their people, two years of claims, documents, settlements and invoices."""
