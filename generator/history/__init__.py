"""The history of the registry: what happened, how it is known, and what therefore was so on a day."""
