"""Hierarchies: how the values of a column are made coarser, from files or built from what they are."""
