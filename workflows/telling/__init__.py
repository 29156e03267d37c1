"""A programme said in sentences, drawn, and set against another version of itself."""
