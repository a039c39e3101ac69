"""OGC API Features 1.0 over every collection."""
