"""The engine: states, dates, rules. Knows no person, no table and no clock."""
