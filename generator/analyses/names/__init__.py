"""Names that people write, and whether anything answers to them."""
