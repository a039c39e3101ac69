"""How things come in: readers of every format and the one recipe of verbs."""
