"""Commands: they parse and print, and decide nothing."""
