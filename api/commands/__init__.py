"""The command line, a module a subject. Heavy imports stay inside the commands that need them."""
