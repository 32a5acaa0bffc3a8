"""Reading of rows: connections, global IDs, selected columns, and the rows that others can see."""
