"""The packages that a version was made with."""

import pytest

from generator.governance.controls.reproducibility import DependenciesPinned, EnvironmentLocked
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver

REQUIREMENTS = "mlruns/1/r1/artifacts/model/requirements.txt"
IMAGE = "registry.example/train@sha256:" + "ab" * 32


def made(
    *lines,
    files=("model/MLmodel", "model/requirements.txt"),
    production=False,
    package=True,
    tags=(),
    **fields,
):
    packed = factories.package(
        requirements=tuple(factories.requirement(line, number) for number, line in enumerate(lines, 1)),
        **fields,
    )
    version = factories.version(
        1,
        artifacts=tuple(factories.artifact(path) for path in files),
        package=packed if package else None,
        tags=tags,
    )
    aliases = {"champion": "1"} if production else {}
    return {"models": (factories.model(versions=(version,), aliases=aliases),)}


class TestDependenciesPinned:
    def test_passes_when_every_requirement_is_exact(self):
        finding = found(DependenciesPinned, **made("numpy==2.4.6", "scipy===1.18.0"))
        assert told(finding) == (Status.PASS, "all 2 requirements are exact")
        assert places(finding) == [REQUIREMENTS]

    def test_passes_for_loose_requirements_beside_a_lock_file(self):
        records = made("numpy", "scipy", "pandas", files=("model/MLmodel", "model/uv.lock"))
        assert told(found(DependenciesPinned, **records)) == (
            Status.PASS,
            "model/uv.lock locks every package",
        )

    @pytest.mark.parametrize(("loose", "status"), [(1, Status.WARN), (2, Status.WARN), (3, Status.FAIL)])
    def test_warns_for_a_few_loose_requirements_and_fails_for_more(self, loose, status):
        lines = ("numpy", "scipy", "pandas==2.*")[:loose]
        finding = found(DependenciesPinned, **made("mlflow==3.18.0", *lines))
        names = ", ".join(("numpy", "scipy", "pandas")[:loose])
        verb = "is" if loose == 1 else "are"
        assert told(finding) == (status, f"{loose} of {loose + 1} requirements {verb} not exact: {names}")
        assert places(finding) == [f"{REQUIREMENTS}:{line}" for line in range(2, loose + 2)]
        assert (finding.outcome.observed, finding.outcome.limit) == (str(loose), "2")
        assert finding.outcome.evidence[0].excerpt == "numpy"

    def test_warns_when_the_file_names_no_package(self):
        assert told(found(DependenciesPinned, **made())) == (Status.WARN, "the requirements name no package")

    def test_fails_when_there_are_none(self):
        finding = found(DependenciesPinned, **made(files=("model/MLmodel", "model/model.pkl")))
        assert told(finding) == (Status.FAIL, "no requirements are beside the model")
        assert places(finding) == ["mlruns/1/r1/artifacts/model/MLmodel"]

    def test_does_not_concern_a_version_without_files(self):
        finding = found(DependenciesPinned, models=(factories.model(),))
        assert told(finding) == (Status.NOT_APPLICABLE, "none of its files are in the store")

    def test_can_be_waived(self):
        finding = found(DependenciesPinned, waivers=(waiver("REP-004"),), **made(files=("model/MLmodel",)))
        assert finding.status is Status.WAIVED


class TestEnvironmentLocked:
    def test_passes_for_python_with_a_lock_file(self):
        records = made(files=("model/MLmodel", "model/uv.lock"), production=True)
        finding = found(EnvironmentLocked, **records)
        assert told(finding) == (Status.PASS, "Python 3.11.7 and model/uv.lock")
        assert places(finding) == [
            "mlruns/1/r1/artifacts/model/MLmodel",
            "mlruns/1/r1/artifacts/model/uv.lock",
        ]

    def test_passes_for_python_with_the_digest_of_an_image(self):
        finding = found(
            EnvironmentLocked, **made(production=True, tags=(factories.tag("train_image", IMAGE),))
        )
        assert told(finding) == (Status.PASS, f"Python 3.11.7 and {IMAGE}")

    @pytest.mark.parametrize(
        ("tag", "python", "status", "message"),
        [
            ("", "3.11.7", Status.WARN, "Python 3.11.7 is recorded, and neither a lock file nor an image is"),
            (IMAGE, "", Status.WARN, f"{IMAGE} is there, and the version of Python is not recorded"),
            ("train:latest", "", Status.FAIL, "neither Python nor a lock file nor an image is recorded"),
        ],
    )
    def test_warns_for_half_of_it_and_fails_for_none(self, tag, python, status, message):
        records = made(
            production=True, python_version=python, tags=(factories.tag("image", tag),) if tag else ()
        )
        finding = found(EnvironmentLocked, **records)
        assert told(finding) == (status, message)
        assert places(finding)[0] == "mlruns/1/r1/artifacts/model/MLmodel"

    def test_a_version_without_a_package_points_at_the_version(self):
        finding = found(EnvironmentLocked, **made(production=True, package=False))
        assert places(finding) == ["mlruns/models/churn/version-1/meta.yaml"]

    def test_does_not_concern_a_version_that_is_not_in_production(self):
        assert told(found(EnvironmentLocked, **made())) == (Status.NOT_APPLICABLE, "it is not in production")

    def test_can_be_waived(self):
        finding = found(EnvironmentLocked, waivers=(waiver("REP-005"),), **made(production=True))
        assert finding.status is Status.WAIVED
