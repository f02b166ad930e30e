"""Personal data in columns and inside free text."""
