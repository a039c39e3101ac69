"""A message's lines, the field that each belongs to, and what of them was understood as nothing."""
