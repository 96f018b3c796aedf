"""Packaged models: flavors, signatures and environments, read and never loaded."""

import json
from datetime import UTC, datetime

import pytest

from generator.catalog import Requirement, SignatureField
from generator.provenance import Source
from tests.stores import run_id

FOLDER = f"mlruns/0/{run_id(1)}/artifacts/model"


def described(**more) -> str:
    record = {
        "artifact_path": "model",
        "flavors": {
            "python_function": {"env": {"conda": "conda.yaml"}, "loader_module": "mlflow.sklearn", "python_version": "3.11.7"},
            "sklearn": {"code": None, "sklearn_version": "1.8.1", "skops_trusted_types": ["sklearn.tree._tree.Tree"]},
        },
        "metadata": {"license": "MIT", "mlflow.model.isExternal": True},
        "mlflow_version": "2.22.5",
        "model_size_bytes": 4009,
        "model_uuid": "0eeab727999846e3b6c42460b5402fe9",
        "run_id": run_id(1),
        "signature": {
            "inputs": json.dumps([
                {"type": "double", "name": "mean radius", "required": True},
                {"type": "long", "name": "age", "optional": True},
                {"type": "string"},
                {"type": "array", "name": "words", "items": {"type": "string"}, "required": False},
                {"type": "object", "name": "o", "properties": {"b": {"type": "long"}, "a": {"type": "map", "values": {"type": "double"}}}},
            ]),
            "outputs": '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1, 28]}}]',
            "params": '[{"name": "temperature", "type": "double", "default": 0.50, "shape": null}, '
            '{"name": "stop", "type": "string", "default": null, "shape": [-1]}]',
        },
        "utc_time_created": "2026-01-05 11:45:05.218988",
    } | more  # fmt: skip
    return json.dumps({key: value for key, value in record.items() if value is not ...})


@pytest.fixture
def package(mlruns, read):
    """Reads the packaged model that these files make, with the problems met."""

    def read_package(**files: str):
        mlruns.run(artifacts={f"model/{name.replace('__', '.')}": content for name, content in files.items()})
        catalog = read(mlruns)
        (found,) = catalog.runs[0].packages or (None,)
        return found, [f"{problem.slug} {problem}" for problem in catalog.problems]

    return read_package


def test_what_the_file_says_of_the_model_is_read(package):
    found, problems = package(MLmodel=described())
    assert problems == []
    assert (found.path, found.source.path) == ("model", f"{FOLDER}/MLmodel")
    assert [(flavor.name, flavor.fields) for flavor in found.flavors] == [
        ("python_function", (("env", "{conda: conda.yaml}"), ("loader_module", "mlflow.sklearn"), ("python_version", "3.11.7"))),
        ("sklearn", (("code", "null"), ("sklearn_version", "1.8.1"), ("skops_trusted_types", "[sklearn.tree._tree.Tree]"))),
    ]  # fmt: skip
    assert found.flavors[0].source == found.source.at("flavors", "python_function")
    assert (found.size_bytes, found.mlflow_version, found.python_version) == (4009, "2.22.5", "3.11.7")
    assert (found.model_uuid, found.run_id) == ("0eeab727999846e3b6c42460b5402fe9", run_id(1))
    assert found.creation_time == datetime(2026, 1, 5, 11, 45, 5, 218988, tzinfo=UTC)
    assert found.metadata == (("license", "MIT"), ("mlflow.model.isExternal", "true"))


def test_the_signature_is_json_in_yaml(package):
    found, _ = package(MLmodel=described())
    assert found.signature.inputs == (
        SignatureField("mean radius", "double", required=True),
        SignatureField("age", "long", required=False),
        SignatureField("", "string"),
        SignatureField("words", "Array(string)", required=False),
        SignatureField("o", "Object(a: Map(double), b: long)"),
    )
    assert found.signature.outputs == (SignatureField("", "tensor(int64)[-1, 28]"),)
    assert found.signature.params == (
        SignatureField("temperature", "double", default="0.50"),
        SignatureField("stop", "string[-1]"),
    )
    assert found.signature.source == found.source.at("signature")


@pytest.mark.parametrize("signature", [None, ...])
def test_a_model_without_a_signature_has_none(package, signature):
    found, problems = package(MLmodel=described(signature=signature))
    assert (found.signature, problems) == (None, [])


def test_a_part_of_a_signature_that_is_no_json_costs_that_part(package):
    found, problems = package(
        MLmodel=described(signature={"inputs": "[{", "outputs": '[{"type": "long"}]', "params": None})
    )
    assert (found.signature.inputs, found.signature.outputs, found.signature.params) == (
        (), (SignatureField("", "long"),), (),
    )  # fmt: skip
    assert problems == [
        f"json-invalid {FOLDER}/MLmodel:1: inputs is no JSON: expecting property name enclosed in double quotes"
    ]


@pytest.mark.parametrize(
    ("content", "slug"),
    [("", "yaml-empty"), ("a: [", "yaml-invalid"), ("{" * 60, "yaml-refused"), ("- a", "yaml-not-mapping")],
)
def test_a_broken_file_costs_the_package_and_not_the_artifacts(mlruns, read, content, slug):
    mlruns.run(artifacts={"model/MLmodel": content, "model/w.bin": b"x"})
    catalog = read(mlruns)
    assert (catalog.runs[0].packages, len(catalog.runs[0].artifacts)) == ((), 2)
    assert [(problem.slug, problem.cost) for problem in catalog.problems] == [
        (slug, "the packaged model is not shown")
    ]


def test_requirements_stand_on_their_lines(package):
    text = "# pinned\nmlflow==2.22.5\n\nScikit_Learn[all]==1.8.1 ; python_version > '3'  # why\n-r more.txt\nwheel\n"
    found, problems = package(MLmodel=described(), requirements__txt=text, conda__yaml="dependencies: [x]\n")
    assert problems == []
    file = next(each.source for each in found.requirements)
    source = Source(f"{FOLDER}/requirements.txt", file.sha256)
    assert found.requirements == (
        Requirement("mlflow", "==2.22.5", "mlflow==2.22.5", source.line(2)),
        Requirement(
            "scikit-learn", "==1.8.1", "Scikit_Learn[all]==1.8.1 ; python_version > '3'", source.line(4)
        ),
        Requirement("", "", "-r more.txt", source.line(5)),
        Requirement("wheel", "", "wheel", source.line(6)),
    )


def test_conda_serves_where_pip_has_nothing(package):
    conda = (
        "channels: [defaults]\ndependencies:\n- python=3.8.5\n- scikit-learn=0.23.2\n- pip\n"
        "- pip:\n  - mlflow\n  - cloudpickle==1.5.0\nname: mlflow-env\n"
    )
    flavors = {"python_function": {"loader_module": "x"}}
    found, problems = package(MLmodel=described(flavors=flavors), conda__yaml=conda)
    assert problems == []
    assert [(each.name, each.specifier, each.source.pointer) for each in found.requirements] == [
        ("scikit-learn", "=0.23.2", "/dependencies/1"),
        ("mlflow", "", "/dependencies/3/pip/0"),
        ("cloudpickle", "==1.5.0", "/dependencies/3/pip/1"),
    ]
    assert found.python_version == "3.8.5"


def test_python_env_goes_before_conda(package):
    found, problems = package(
        MLmodel=described(flavors=...),
        python_env__yaml="python: 3.10\n",
        conda__yaml="dependencies:\n- python=3.8\n",
    )
    assert (found.python_version, found.flavors, problems) == ("3.10", (), [])


def test_a_broken_environment_costs_the_environment_only(package):
    found, problems = package(MLmodel=described(flavors=...), conda__yaml="a: [")
    assert (found.requirements, found.python_version, found.size_bytes) == ((), "", 4009)
    assert {problem.split()[0] for problem in problems} == {"yaml-invalid"}


def test_every_model_folder_is_a_package(mlruns, read):
    mlruns.run(
        artifacts={
            "MLmodel": described(),
            "a/MLmodel": described(),
            "a/b/MLmodel": described(),
            "xMLmodel": "x",
        }
    )
    (run,) = read(mlruns).runs
    assert [package.path for package in run.packages] == ["", "a", "a/b"]


@pytest.mark.parametrize(
    ("line", "name", "specifier"),
    [
        ("numpy", "numpy", ""), ("numpy >= 1.20, < 3", "numpy", ">= 1.20, < 3"), ("Zope.Interface~=5", "zope-interface", "~=5"),
        ("pkg @ https://example.org/pkg.whl", "pkg", "@ https://example.org/pkg.whl"), ("a===1", "a", "===1"),
        ("--extra-index-url https://example.org", "", ""), ("./local", "", ""), ("https://example.org/x.whl", "", ""),
        ("two words", "", ""), ("_x", "", ""), ("python=3.11.7", "python", "=3.11.7"), ("x!=1;a", "x", "!=1"),
    ],
)  # fmt: skip
def test_a_requirement_is_a_name_and_a_specifier(line, name, specifier):
    source = Source("mlruns/requirements.txt").line(1)
    assert Requirement.of(line, source) == Requirement(name, specifier, line, source)
