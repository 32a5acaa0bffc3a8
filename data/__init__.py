"""Reading rows: connections, global IDs, the columns that are selected, the rows that others see."""
