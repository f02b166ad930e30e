"""The search for the levels that meet the goal at the least loss."""
