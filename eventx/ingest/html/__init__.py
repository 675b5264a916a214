"""Web pages: text and what the page tells beside it."""
