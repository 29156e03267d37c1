"""Messages out: an outbox in the caller's transaction, templates, channels. Knows no journey and no programme."""
