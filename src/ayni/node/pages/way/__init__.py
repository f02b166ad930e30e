"""The way of a file: start, check, roles, fixes, result."""
