"""A git repository, read from its files without git."""
