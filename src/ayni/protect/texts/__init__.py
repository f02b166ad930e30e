"""English words of the protect room, by topic."""
