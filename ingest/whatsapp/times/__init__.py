"""When it happened, and the moment that the figures speak of."""
