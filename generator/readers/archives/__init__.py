"""Stores in a zip or tar file, read without being unpacked."""
