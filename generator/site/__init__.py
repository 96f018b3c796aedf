"""From pages to a published folder of files."""
