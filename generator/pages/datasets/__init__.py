"""Datasets: every state of each, and what came of it."""
