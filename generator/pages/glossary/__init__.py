"""What the words of the pages mean: one catalogue, from which the glossary and every explanation are made."""
