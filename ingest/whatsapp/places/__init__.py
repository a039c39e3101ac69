"""Places and positions that a message names, which of them are the event's, and which areas they are."""
