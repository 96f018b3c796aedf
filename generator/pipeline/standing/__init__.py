"""Whether the site of an earlier build still stands, so that it need not be built again."""
