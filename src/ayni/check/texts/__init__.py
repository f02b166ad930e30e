"""The English words of the check's codes."""
