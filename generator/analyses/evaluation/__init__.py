"""What was measured of a version, and what is asked of it."""
