"""What was found, in other people's formats."""
