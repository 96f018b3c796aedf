"""Whether a version is measured as it must be, and good enough."""

from generator.governance.controls.evaluation.plausibility import ValuesPlausible
from generator.governance.controls.evaluation.recency import EvaluationRecent
from generator.governance.controls.evaluation.regression import NoRegression
from generator.governance.controls.evaluation.slices import FairnessGap, SlicesEvaluated
from generator.governance.controls.evaluation.thresholds import MetricsPresent, ThresholdsMet
from generator.governance.controls.evaluation.uncertainty import UncertaintyReported

CONTROLS = (
    MetricsPresent,
    ThresholdsMet,
    EvaluationRecent,
    NoRegression,
    SlicesEvaluated,
    FairnessGap,
    ValuesPlausible,
    UncertaintyReported,
)
"""What the entry point brings."""
