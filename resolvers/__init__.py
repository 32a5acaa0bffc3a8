"""What the API does: one function for each field that is more than a column, one for each order."""
