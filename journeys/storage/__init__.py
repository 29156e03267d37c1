"""Where everything is kept: one engine, the key, what is personal in it, and rows that say what the events say."""
