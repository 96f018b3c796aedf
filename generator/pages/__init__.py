"""Views of the catalogue and their HTML bodies."""
