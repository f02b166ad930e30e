"""A report as text, JSON, HTML, Croissant; for its owner or for the public."""
