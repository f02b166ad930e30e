"""The acts that need several rooms together, such as what is known of a dataset, put to the law."""
