"""The folders of Sacred's FileStorageObserver."""
