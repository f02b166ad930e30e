"""How likely someone is to be recognised by the key columns of a table."""
