"""Composition: the only room with pools, clock, environment and paths."""
