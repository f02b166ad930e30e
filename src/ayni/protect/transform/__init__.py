"""Transformations: each step of a plan as an act on a stream of rows."""
