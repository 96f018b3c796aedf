"""GTO's registry, kept in the tags of a git repository."""
