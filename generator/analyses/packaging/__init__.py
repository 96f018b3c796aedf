"""What a version is made with and packed in."""
