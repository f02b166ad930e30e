"""What protection costs: how far marginals, associations and predictions moved."""
