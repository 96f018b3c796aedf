"""Pages that hold two versions of a model against one another."""
