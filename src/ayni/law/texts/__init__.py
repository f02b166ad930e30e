"""English words of the law room, by topic."""
