"""The node: the program an institution runs, as a Django project over the rooms. It decides nothing itself."""
