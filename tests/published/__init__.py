"""Studies that others have published with all their inputs and a printed table, typed in and held against the table."""
