"""What people write in the governance folder."""
