"""The journal: the way in for data from other systems and the way out for a backup (spec: journal.md)."""
