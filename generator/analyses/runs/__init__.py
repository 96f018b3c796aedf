"""Runs: which of them did best, which belong together, what differs between two, and how one could be repeated."""
