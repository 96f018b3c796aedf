"""How much of what a card asks is answered."""
