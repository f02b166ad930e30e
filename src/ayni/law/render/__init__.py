"""Decisions and rulebooks in words: for a terminal and as JSON."""
