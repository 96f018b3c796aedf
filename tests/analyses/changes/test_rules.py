"""How large a change is."""

import pytest

from generator.analyses.changes import RULES, BumpSize, Part, describe
from generator.catalog import Flavor, Signature, SignatureField
from tests.analyses.comparing import STILL, Side, diff
from tests.conftest import ROOT
from tests.factories import code, requirement, source, tag, used

AGE = SignatureField("age", "long", required=True)
SCORE = SignatureField("score", "double")
HEAT = SignatureField("heat", "double", default="0.5")


def signed(inputs=(AGE,), outputs=(SCORE,), params=(HEAT,)):
    return Side(
        package={"signature": Signature(inputs=inputs, outputs=outputs, params=params, source=source("m"))}
    )


def flavored(*names, **fields):
    return Side(
        package={"flavors": tuple(Flavor(name, tuple(fields.items()), source("m")) for name in names)}
    )


def trained(*inputs, new="other", **given):
    """A side whose model files differ from those of every other."""
    return Side(run={"inputs": inputs} | given, files={"model/model.pkl": new})


def made_in(**tags):
    return Side(run={"tags": tuple(tag(key, value) for key, value in tags.items())})


def needing(*lines, **given):
    return Side(package={"requirements": tuple(map(requirement, lines))} | given)


def field(name="new", type_="long", required=None, default=""):
    return SignatureField(name, type_, required, default)


EVERY_RULE = {
    "signature.required-input-added": (signed(), signed(inputs=(AGE, field(required=True)))),
    "signature.input-added": (signed(), signed(inputs=(AGE, field(required=None)))),
    "signature.input-removed": (signed(), signed(inputs=())),
    "signature.input-type-changed": (signed(), signed(inputs=(field("age", "string", required=True),))),
    "signature.input-now-required": (signed(inputs=(field("age", required=False),)), signed()),
    "signature.output-removed": (signed(), signed(outputs=())),
    "signature.output-type-changed": (signed(), signed(outputs=(field("score", "float"),))),
    "signature.param-removed": (signed(), signed(params=())),
    "signature.param-type-changed": (signed(), signed(params=(field("heat", "long", default="0.5"),))),
    "signature.lost": (signed(), Side(package={"signature": None})),
    "flavor.removed": (flavored("sklearn", "onnx"), flavored("sklearn")),
    "signature.optional-input-added": (signed(), signed(inputs=(AGE, field(required=False)))),
    "signature.input-now-optional": (signed(), signed(inputs=(field("age", required=False),))),
    "signature.output-added": (signed(), signed(outputs=(SCORE, field("label")))),
    "signature.param-added": (signed(), signed(params=(HEAT, field()))),
    "signature.param-default-changed": (signed(), signed(params=(field("heat", "double", default="0.7"),))),
    "signature.first-recorded": (Side(package={"signature": None}), signed()),
    "flavor.added": (flavored("sklearn"), flavored("sklearn", "onnx")),
    "data.replaced": (trained(used("q1", "d1")), trained(used("q2", "d2"), new="x")),
    "data.added": (trained(used("q1", "d1")), trained(used("q1", "d1"), used("q2", "d2"), new="x")),
    "data.removed": (trained(used("q1", "d1"), used("q2", "d2")), trained(used("q1", "d1"), new="x")),
    "params.changed": (trained(params={"a": "1"}), trained(params={"a": "2"}, new="x")),
    "code.changed": (trained(code=code("a" * 40)), trained(code=code("b" * 40), new="x")),
    "metrics.changed": (trained(metrics={"auc": 0.9}), trained(metrics={"auc": 0.8}, new="x")),
    "files.changed": (trained(), trained(new="x")),
    "dependencies.major-changed": (needing("numpy==1.26.4"), needing("numpy==2.0.0")),
    "python.changed": (needing(python_version="3.10.1"), needing(python_version="3.11.1")),
    "dependencies.changed": (needing("numpy==1.26.4", "six==1"), needing("numpy==1.27.0")),
    "python.patched": (needing(python_version="3.11.1"), needing(python_version="3.11.2")),
    "code.tree-changed": (
        trained(used("t", "1"), code=code("a" * 40, dirty=False), new="x"),
        trained(used("t", "1"), code=code("a" * 40, dirty=True), new="x"),
    ),
    "image.changed": (made_in(image=f"repo@sha256:{'a' * 64}"), made_in(image=f"repo@sha256:{'b' * 64}")),
    "system.changed": (made_in(os="Linux 5"), made_in(os="Linux 6")),
    "flavor.changed": (flavored("sklearn", sklearn_version="1"), flavored("sklearn", sklearn_version="2")),
    "data.evaluation-changed": (
        Side(run={"inputs": (used("t", "1"), used("q1", "d1", "evaluation"))}),
        Side(run={"inputs": (used("t", "1"), used("q2", "d2", "evaluation"))}),
    ),
    "metadata-only": (Side(), Side(version={"description": "Read by the board."})),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_decides_what_it_is_for(rule):
    found = diff(*EVERY_RULE[rule.id])
    assert (found.bump.rule, found.bump.size) == (rule.id, rule.size)
    assert found.bump.hits[0].rule == rule.id
    assert found.bump.hits[0].subjects


def test_the_table_goes_from_the_gravest_to_the_lightest_and_names_each_rule_once():
    ranks = [rule.size.rank for rule in RULES]
    assert ranks == sorted(ranks)
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_rule_is_documented_as_it_is():
    document = (ROOT / "docs" / "version-changes.md").read_text()
    rows = [f"| `{rule.id}` | {rule.size} | {rule.meaning} |" for rule in RULES]
    assert [line for line in document.splitlines() if line.startswith("| `")] == rows


def test_the_gravest_rule_decides_and_the_others_are_told():
    old = Side(run={"inputs": (used("q1", "d1"),)}, package=signed().package, files={"model/model.pkl": "1"})
    new = Side(
        run={"inputs": (used("q2", "d2"),), "params": {"depth": "5"}},
        package=signed(inputs=()).package,
        files={"model/model.pkl": "2"},
        version={"description": "new"},
    )
    bump = diff(old, new).bump
    assert (bump.size, bump.rule) == (BumpSize.MAJOR, "signature.input-removed")
    assert [hit.rule for hit in bump.hits] == [
        "signature.input-removed", "data.replaced", "params.changed", "files.changed", "metadata-only",
    ]  # fmt: skip


def test_the_same_files_are_the_same_model_whatever_its_run_says():
    found = diff(
        Side(run={"params": {"a": "1"}, "metrics": {"auc": 0.1}}), Side(run={"metrics": {"auc": 0.9}})
    )
    assert (found.bump.size, found.bump.rule) == (BumpSize.NONE, "no-difference")


def test_the_same_files_with_another_contract_are_another_model_to_their_callers():
    assert diff(signed(), signed(inputs=())).bump.size is BumpSize.MAJOR


def test_without_files_the_same_params_data_and_metrics_are_taken_for_the_same_model():
    side = Side(run={"inputs": (used("q1", "d1"),)}, files={})
    assert diff(side, side).bump.size is BumpSize.NONE


@pytest.mark.parametrize(
    "side",
    [
        Side(files={}),  # no data recorded
        Side(files={}, has_run=False),
        Side(files={}, run={"inputs": (used("q1", "d1"),), "metrics": {}}),
    ],
)
def test_where_too_little_is_recorded_no_size_is_claimed(side):
    found = diff(side, Side(files={}, run=side.run, has_run=side.has_run, version={"description": "new"}))
    assert (found.bump.size, found.bump.rule) == (BumpSize.UNKNOWN, "nothing-comparable")
    assert Part.FILES in found.uncompared


def test_a_training_dataset_recorded_for_the_first_time_is_not_more_data():
    old = trained(used("h", "1", "evaluation"), metrics=STILL["metrics"])
    new = trained(used("h", "1", "evaluation"), used("q1", "d1"), new="x")
    assert diff(old, new).bump.rule == "files.changed"


def test_a_renamed_tag_is_told_as_what_is_written():
    found = diff(Side(version={"tags": (tag("a", "1"),)}), Side(version={"tags": (tag("b", "1"),)}))
    assert found.bump.hits[0].subjects == ("tag a", "tag b")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_size_is_explained_in_a_sentence_with_its_sources(rule):
    note = describe(diff(*EVERY_RULE[rule.id]))[0]
    assert note.text.startswith(f"{rule.size.value.capitalize()}, because {rule.meaning}")
    assert note.rule == rule.id
    assert note.sources
