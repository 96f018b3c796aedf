"""A model: its card, where its versions stand, and how its metrics went."""
