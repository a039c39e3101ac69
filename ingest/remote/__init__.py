"""Layers of other servers: asked for politely, page by page, and loaded only once they are whole."""
