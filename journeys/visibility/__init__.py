"""Who may see which journey, who is protected and who is named for them, and who has read what."""
