"""What can be drawn or queried, and the SQL for it."""
