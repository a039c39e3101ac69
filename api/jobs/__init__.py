"""What is done later or elsewhere: a queue in the same PostgreSQL, and the workers that empty it."""
