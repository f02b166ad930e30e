"""English words of the commands that belong to no room."""
