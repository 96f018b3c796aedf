"""A run: what it was given, what it measured, what it left behind."""
