"""What is kept about one person, for themselves to read (registerutdrag)."""
