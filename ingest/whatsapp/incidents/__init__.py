"""A message cut into its incidents, what kind each is of, and whether it tells of one at all."""
