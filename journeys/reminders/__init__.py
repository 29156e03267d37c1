"""Which reminders fall when, which were sent, and sending those that are due."""
