"""Personal data: names, telephone numbers, identity numbers, e-mail addresses."""
