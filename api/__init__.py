"""HTTP, command line and accounts: the only doors."""
