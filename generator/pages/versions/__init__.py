"""A version of a model: what it is, what it changed, and what is recorded of it."""
