"""Where the versions of a model come from."""
