"""Demo data: three companies, their users, and two years of claims, settlements and invoices."""
