"""What an organisation asks of its models: one file, and those that it builds on."""
