"""What was done, for people and for programs."""
