"""What invented journeys are made of. Nobody in them exists; `journeys.invent` is the way in."""
