"""Stores in a bucket or on another machine, by way of fsspec."""
