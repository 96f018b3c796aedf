"""Our own controls, a module for each family. Guests' come in by the same entry-point group."""
