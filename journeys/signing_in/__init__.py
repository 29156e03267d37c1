"""How staff get in: password, second step, sessions, and the links by which an account begins."""
