"""Drawing: frozen specs in, SVG text out. Knows nothing of models."""

from generator.figures.draw import draw
from generator.figures.engine import prepare
from generator.figures.palette import PALETTE, Scheme, Shade, variables
from generator.figures.svg import figure_css, standalone

__all__ = ["PALETTE", "Scheme", "Shade", "draw", "figure_css", "prepare", "standalone", "variables"]
