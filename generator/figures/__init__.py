"""Drawing: frozen specs in, SVG text out. Knows nothing of models."""
