"""Pictures for people: printed sheets, stand-alone HTML maps and the web map."""
