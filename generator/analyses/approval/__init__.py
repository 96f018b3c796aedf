"""Who built and who approved, and whether the files are still those."""
