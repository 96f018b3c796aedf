"""What monitors of other makers write, read into our own measurements and alerts."""
