"""What a signal speaks of, by the words in its name."""

import re

from generator.catalog import SignalKind

_WORDS: tuple[tuple[SignalKind, frozenset[str]], ...] = (
    (SignalKind.CONCEPT_DRIFT, frozenset({"concept", "target"})),
    (SignalKind.PREDICTION_DRIFT, frozenset({"prediction", "predictions", "output", "score"})),
)
_DRIFT = frozenset({"drift", "psi", "ks", "wasserstein", "kl", "jensenshannon", "jsd", "hellinger"})
_QUALITY = frozenset({"missing", "nulls", "null", "quality", "duplicates", "schema", "outliers"})
_PERFORMANCE = frozenset(
    {
        "accuracy", "precision", "recall", "auc", "f1", "rmse", "mae", "mse", "r2", "logloss", "brier", "gini",
        "sensitivity", "specificity", "performance", "calibration",
    }
)  # fmt: skip


def kind_of(said: str, name: str) -> SignalKind | None:
    """What a signal speaks of: as it says itself, else by the words of its name; None when neither tells."""
    written = said.casefold().replace("_", "-")
    if written in set(SignalKind):
        return SignalKind(written)
    words = set(re.split(r"[^a-z0-9]+", name.casefold()))
    if words & _DRIFT:
        return next((kind for kind, marks in _WORDS if words & marks), SignalKind.DATA_DRIFT)
    if words & _QUALITY:
        return SignalKind.DATA_QUALITY
    return SignalKind.PERFORMANCE if words & _PERFORMANCE else None
