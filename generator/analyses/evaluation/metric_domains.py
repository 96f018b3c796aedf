"""Which values a metric can have at all, by its usual name."""

import math
import re
from dataclasses import dataclass

from generator.messages import say

_BOUNDS: tuple[tuple[re.Pattern[str], float, float], ...] = (
    (re.compile(r"r2|r2_score|explained_variance"), -math.inf, 1.0),
    (re.compile(r"mcc|matthews_corrcoef|kappa|cohen_kappa_score|gini|spearman|pearson|silhouette_score"), -1.0, 1.0),
    (
        re.compile(
            r"(roc_?|pr_?|average_)?auc|auroc|auprc|roc_auc_score|average_precision|accuracy(_score)?|balanced_accuracy|"
            r"precision(_score)?|recall(_score)?|sensitivity|specificity|f1(_score)?|f_?beta|jaccard|iou|dice|"
            r"brier(_score)?(_loss)?|ece|calibration_error|expected_calibration_error|ks(_statistic)?|"
            r"(true|false)_(positive|negative)_rate|[tf][pn]r|hit_rate|approval_rate|ndcg|map|mrr"
        ),
        0.0,
        1.0,
    ),
    (re.compile(r"(root_mean_squared|mean_squared|mean_absolute|max|median_absolute)_error|r?mse|mae|mape|rmsle|"
                r"log_?loss|(binary_)?cross_?entropy|perplexity|latency.*|duration.*|rows|example_count"), 0.0, math.inf),
)  # fmt: skip
"""The names, and the least and the greatest value (scikit-learn user guide, "Metrics and scoring")."""
_SPLIT = re.compile(r"(?P<before>train(ing)?|val(id(ation)?)?|test|eval|holdout|hold_out)[_/.-]")
_UNIT = re.compile(r"_(eur|usd|gbp|ms|s|seconds|pct|percent|percentage)$")
_PERCENT = re.compile(r"_(pct|percent|percentage)$")
_AVERAGED = re.compile(r"[_/.-](macro|micro|weighted|binary|at_[0-9]+|[0-9]+)$|@[0-9]+$")


@dataclass(frozen=True, slots=True)
class Domain:
    """The least and the greatest value that a metric can have."""

    least: float
    greatest: float

    @property
    def text(self) -> str:
        """In words."""
        if math.isinf(self.greatest):
            return say("at least {bound}", bound=f"{self.least:g}")
        if math.isinf(self.least):
            return say("at most {bound}", bound=f"{self.greatest:g}")
        return say("{least} to {greatest}", least=f"{self.least:g}", greatest=f"{self.greatest:g}")


def domain_of(metric: str) -> Domain | None:
    """The domain of a metric; None for a name that is not known."""
    name = metric.casefold()
    found = _SPLIT.match(name)
    name = name[found.end() :] if found else name
    percent = _PERCENT.search(name) is not None
    name = _AVERAGED.sub("", _UNIT.sub("", name))
    for pattern, least, greatest in _BOUNDS:
        if pattern.fullmatch(name):
            factor = 100.0 if percent else 1.0
            return Domain(least * factor, greatest * factor)
    return None


def other_splits(metric: str, names: frozenset[str]) -> tuple[str, ...]:
    """For a metric of the training data, the same metric of other data by the names that are there, in order."""
    found = _SPLIT.match(metric.casefold())
    if found is None or not found["before"].startswith("train"):
        return ()
    rest = metric[found.end() :]
    return tuple(
        name
        for name in sorted(names)
        if (other := _SPLIT.match(name.casefold()))
        and not other["before"].startswith("train")
        and name[other.end() :] == rest
    )
