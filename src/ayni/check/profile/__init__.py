"""What is in a column: counts, types, ranges, distributions, damage."""
