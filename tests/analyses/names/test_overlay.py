"""What people wrote about and no store knows."""

from generator.analyses.names.overlay import overlay_problems, unknown_metrics, unknown_models
from generator.catalog import Severity
from tests.factories import catalog, goal, model, narrative, run


def test_a_file_about_an_unknown_model_is_a_problem_with_the_name_that_was_meant():
    found = catalog(
        models=(model("churn"), model("fraud")), narratives=(narrative("Churns"), narrative("fraud"))
    )
    (problem,) = unknown_models(found)
    assert problem.slug == "card-model-unknown"
    assert problem.severity is Severity.WARNING
    assert str(problem) == (
        "governance/models/Churns.md: is about the model 'Churns', which no registry knows; did you mean 'churn'?"
    )


def test_a_name_like_no_other_gets_general_advice():
    (problem,) = unknown_models(catalog(models=(model("churn"),), narratives=(narrative("zzz"),)))
    assert problem.remedy == "name the model as the registry does"


def test_a_goal_for_a_metric_that_no_version_has_is_a_problem():
    found = catalog(
        runs=(run("r1", metrics={"auc_holdout": 0.9}),),
        models=(model(),),
        narratives=(narrative(goals=(goal("auc_holdot"), goal("auc_holdout"))),),
    )
    (problem,) = unknown_metrics(found)
    assert problem.slug == "goal-metric-unknown"
    assert problem.message == "no version of 'churn' has a metric 'auc_holdot'"
    assert problem.remedy == "did you mean 'auc_holdout'?"
    assert problem.source == found.narratives[0].goals[0].source


def test_an_overlay_that_fits_has_no_problems():
    found = catalog(
        runs=(run("r1", metrics={"auc": 0.9}),), models=(model(),), narratives=(narrative(goals=(goal(),)),)
    )
    assert overlay_problems(found) == ()
