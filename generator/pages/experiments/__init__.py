"""Experiments: their runs, and how settings led to results."""
