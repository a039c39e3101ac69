"""How many of what: lines read into numbers with their effects, and those settled to figures."""
