"""Which requirements say exactly what is installed."""

import pytest

from generator.analyses.packaging.pinning import is_exact, pinned_version, pinning_of
from generator.catalog import Requirement
from generator.provenance import Source
from generator.readers.python_environment import requirements_of_text

HERE = Source("requirements.txt", "ab")
COMMIT = "a41d9c2f" * 5


@pytest.mark.parametrize(
    "line",
    [
        "numpy==2.4.6",
        "numpy[extra] == 2.4.6 ; python_version < '3.13'",
        "numpy===2.4.6+local",
        "numpy==2.4.6 --hash=sha256:" + "0" * 64,
        "numpy==2.4.6 \\",
        f"tool @ git+https://git.example/tool@{COMMIT}",
        f"git+https://git.example/tool@{COMMIT}#egg=tool",
        f"-e git+https://git.example/tool@{COMMIT}#egg=tool",
        "tool @ https://files.example/tool.whl#sha256=" + "0" * 64,
        "numpy=1.26.4=py311h64a7726_0",
    ],
)
def test_exact_is_what_only_one_distribution_satisfies(line):
    assert is_exact(Requirement.of(line, HERE))


@pytest.mark.parametrize(
    "line",
    [
        "numpy",
        "numpy>=2.4.6",
        "numpy==2.4.*",
        "numpy~=2.4.6",
        "numpy=1.26.4",
        "numpy<3,>=2",
        "tool @ git+https://git.example/tool@main",
        f"tool @ git+https://git.example/tool@{COMMIT[:12]}",
        "tool @ https://files.example/tool.whl",
        "./wheels/tool.whl",
    ],
)
def test_everything_else_is_loose(line):
    assert not is_exact(Requirement.of(line, HERE))


def test_options_are_no_requirements_and_further_files_are_loose():
    text = "--index-url https://pypi.example/simple\n-r more.txt\nnumpy==2.4.6\nscipy\n# a comment\n"
    pinning = pinning_of(requirements_of_text(text, HERE))
    assert [one.line for one in pinning.exact] == ["numpy==2.4.6"]
    assert [one.line for one in pinning.loose] == ["-r more.txt", "scipy"]


def test_the_version_of_a_pin_is_told():
    assert pinned_version(Requirement.of("numpy[extra]==2.4.6; python_version > '3'", HERE)) == "2.4.6"
    assert [
        pinned_version(Requirement.of(line, HERE)) for line in ("numpy", "numpy==2.*", "../x", "n>=1")
    ] == [""] * 4
