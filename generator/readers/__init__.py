"""From a store to records."""
