CHANCES: dict[str, float] = {}
