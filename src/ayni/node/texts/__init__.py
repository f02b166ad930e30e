"""English words of the node, by topic."""
