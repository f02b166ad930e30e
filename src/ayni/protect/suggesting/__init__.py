"""What a suggested plan is made of: proposed fixes, the search for levels, and the effect of each fix."""
