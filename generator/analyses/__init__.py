"""Answers worked out from the catalogue."""
