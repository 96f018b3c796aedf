"""Two versions against one another: differences with their intervals, verdicts, and which pairs are compared."""

from generator.analyses.comparison.compare import QualityComparison, compare_quality, places_of
from generator.analyses.comparison.difference import Judgement, Margin, Method, MetricDifference
from generator.analyses.comparison.intervals import LEVEL, Interval
from generator.analyses.comparison.pairs import Pair, Reason, comparison_problems, pairs_of

__all__ = [
    "LEVEL",
    "Interval",
    "Judgement",
    "Margin",
    "Method",
    "MetricDifference",
    "Pair",
    "QualityComparison",
    "Reason",
    "compare_quality",
    "comparison_problems",
    "pairs_of",
    "places_of",
]
