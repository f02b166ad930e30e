"""What is in a dataset, who could be recognised from it, and what to do first."""
