"""Self-assessments: under way, answered alone by the participant, registered, and those of a whole unit."""
