"""`python -m journeys.demo [MAPP]`: the main job, done in front of the reader with the commands that everybody uses."""
