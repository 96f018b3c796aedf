"""How a version or a run could be made again, from what is recorded and nothing else, and which ingredients are missing.

The commands are for people to read and to judge. Nothing is run, and nothing of a store gets into them that a shell or
git could take for more than a name: such a value is named as missing instead.
"""

import posixpath
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from generator.analyses.origin import Ingredients, Origin
from generator.analyses.packaging.pinning import lock_files, pinning_of, requirement_files
from generator.analyses.packaging.recorded import python_of, requirements_of
from generator.analyses.wording import counted, listed
from generator.catalog import Artifact
from generator.messages import say, say_many
from generator.provenance import Source

_COMMIT = re.compile(r"[0-9a-f]{7,64}", re.IGNORECASE)
_REPOSITORY = re.compile(r"(?:https?|ssh|git)://[^\s]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\s]+")
"""Addresses that git only fetches from (git-clone, "GIT URLS"); ``ext::`` and the like would run a program."""
_PYTHON = re.compile(r"([0-9]+\.[0-9]+)(?:\.[0-9]+)?")
_WITHHELD = "[redacted:"
_LONGEST = 300
"""Characters of a value that a command may hold."""
_FILES = 5
"""Files of the model whose digests the recipe checks."""
_ENVIRONMENT = ".venv"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeStep:
    """One step."""

    title: str
    commands: tuple[str, ...]
    """Lines for a POSIX shell; those that begin with ``#`` are remarks."""
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingIngredient:
    """What the recipe lacks."""

    what: str
    why: str
    """What stands in its place, or that nothing does; half a sentence."""
    source: Source
    """Where it should stand."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The steps that can be told, and what is missing for the rest."""

    steps: tuple[RecipeStep, ...]
    missing: tuple[MissingIngredient, ...]


_Part = RecipeStep | MissingIngredient


def recipe_of(origin: Ingredients) -> Recipe:
    """How to make a version or a run again: code, Python, packages, data, command; then how to check and to serve it."""
    parts = [
        *_code(origin),
        *_python(origin),
        *_packages(origin),
        *_data(origin),
        *_command(origin),
        *_check(origin),
        *_serve(origin),
    ]
    return Recipe(
        steps=tuple(part for part in parts if isinstance(part, RecipeStep)),
        missing=tuple(part for part in parts if isinstance(part, MissingIngredient)),
    )


def _fit(text: str) -> bool:
    """Whether a text may stand in a command, quoted."""
    return bool(text) and len(text) <= _LONGEST and text.isprintable() and _WITHHELD not in text


def _unfit(text: str, otherwise: str = say("nobody recorded it")) -> str:
    if not text:
        return otherwise
    if _WITHHELD in text:
        return say("this edition does not show it")
    return say("what is recorded cannot stand in a command")


def _code(origin: Ingredients) -> Iterator[_Part]:
    code = origin.code
    place = code.source if code else origin.run.source if origin.run else origin.place
    repository = code.repository if code else ""
    commit = code.commit if code else ""
    commands = []
    if _fit(repository) and _REPOSITORY.fullmatch(repository):
        commands.append(f"git clone -- {shlex.quote(repository)} source")
    else:
        yield MissingIngredient(what=say("the repository"), why=_unfit(repository), source=place)
    if _COMMIT.fullmatch(commit):
        commands.append(f"git -C source checkout --detach {commit}")
    else:
        yield MissingIngredient(what=say("the commit"), why=_unfit(commit), source=place)
    if commands:
        yield RecipeStep(title=say("Get the code"), commands=tuple(commands), sources=(place,))
    if code is not None and code.dirty:
        yield MissingIngredient(
            what=say("the uncommitted changes"),
            why=say("the working tree was not clean, so the commit is not all that ran"),
            source=place,
        )
    if code is not None and code.commit and code.dirty is None:
        yield MissingIngredient(
            what=say("the state of the working tree"),
            why=say("whether the commit is all that ran is not recorded"),
            source=place,
        )


def _python(origin: Ingredients) -> Iterator[_Part]:
    recorded, told = python_of(origin)
    place = told or origin.place
    found = _PYTHON.fullmatch(recorded)
    if found is None:
        yield MissingIngredient(what=say("the version of Python"), why=_unfit(recorded), source=place)
        return
    yield RecipeStep(
        title=say("Make the environment"),
        commands=(f"python{found[1]} -m venv {_ENVIRONMENT}  # Python {recorded}",),
        sources=(place,),
    )


def _packages(origin: Ingredients) -> Iterator[_Part]:
    locks = lock_files(origin.artifacts)
    files = requirement_files(origin.artifacts)
    plain = [file for file in files if file.path.endswith(".txt")]
    place = origin.package.source if origin.package else origin.place
    versioned = isinstance(origin, Origin)
    if plain and _fit(plain[0].source.path):
        path = shlex.quote(plain[0].source.path)
        commands = [*_checked(plain[:1]), f"{_ENVIRONMENT}/bin/pip install --requirement {path}"]
        yield RecipeStep(
            title=say("Install the packages"), commands=tuple(commands), sources=(plain[0].source,)
        )
    elif files and _fit(files[0].source.path):
        path = shlex.quote(files[0].source.path)
        commands = [*_checked(files[:1]), f"conda env create --file {path}"]
        yield RecipeStep(
            title=say("Install the packages"), commands=tuple(commands), sources=(files[0].source,)
        )
    elif not locks:
        yield MissingIngredient(
            what=say("the packages"),
            why=say("no requirements lie beside the model")
            if versioned
            else say("no requirements lie beside the run"),
            source=place,
        )
    if locks and _fit(locks[0].source.path):
        remark = f"# {locks[0].source.path} holds every package with its exact version"
        yield RecipeStep(title=say("Every package is locked"), commands=(remark,), sources=(locks[0].source,))
        return
    loose = pinning_of(requirements_of(origin)).loose
    if loose:
        names = listed([each.name or each.line for each in loose], 5)
        what = say("the exact version of {loose}", loose=say_many(len(loose), "{n} package", "{n} packages"))
        yield MissingIngredient(what=what, why=say("{names} not pinned", names=names), source=loose[0].source)
    if files or plain:
        yield MissingIngredient(
            what=say("what the packages pull in"),
            why=say("no lock file lies beside the model")
            if versioned
            else say("no lock file lies beside the run"),
            source=place,
        )


def _data(origin: Ingredients) -> Iterator[_Part]:
    place = origin.run.at("inputs") if origin.run else origin.place
    if not origin.inputs:
        yield MissingIngredient(what=say("the data"), why=say("the run names none"), source=place)
        return
    remarks = tuple(
        f"# {used.name}" + (say(", digest {digest}", digest=used.digest) if used.digest else "")
        for used in origin.inputs
        if _fit(f"{used.name}{used.digest}")
    )
    sources = tuple(used.source for used in origin.inputs)
    if remarks:
        yield RecipeStep(title=say("Get the data"), commands=remarks, sources=sources)
    for used in origin.inputs:
        if not used.digest:
            yield MissingIngredient(
                what=say("the digest of {used}", used=used.name or say("a dataset")),
                why=say("nobody recorded it"),
                source=used.source,
            )


def _command(origin: Ingredients) -> Iterator[_Part]:
    code = origin.code
    place = code.source if code else origin.run.source if origin.run else origin.place
    entry = code.entry_point if code else ""
    inside = _fit(entry) and not posixpath.isabs(entry) and ".." not in entry.split("/")
    if inside and entry.endswith(".py") and " " not in entry and not entry.startswith("-"):
        command = f"(cd source && ../{_ENVIRONMENT}/bin/python {shlex.quote(entry)})"
        yield RecipeStep(title=say("Train"), commands=(command,), sources=(place,))
    elif _fit(entry):
        remark = f"# recorded as started by: {entry}"
        yield RecipeStep(title=say("Train"), commands=(remark,), sources=(place,))
        yield MissingIngredient(
            what=say("the command"),
            why=say("{entry} is no script of the repository that can be named", entry=entry),
            source=place,
        )
    else:
        yield MissingIngredient(what=say("the command"), why=_unfit(entry), source=place)
    if origin.params and entry.endswith(".py"):
        yield MissingIngredient(
            what=say("the command line"),
            why=say("the params are recorded, and not how they were handed over"),
            source=place,
        )


def _check(origin: Ingredients) -> Iterator[_Part]:
    files = sorted(origin.artifacts, key=lambda file: (-file.size, file.path))
    read = [file for file in files if file.source.sha256 and _fit(file.source.path)]
    if not read:
        yield MissingIngredient(
            what=say("the digests to check by"),
            why=say("no file of the model was read")
            if isinstance(origin, Origin)
            else say("no file of the run was read"),
            source=origin.place,
        )
        return
    more = len(files) - len(read[:_FILES])
    commands = _checked(read[:_FILES])
    if more:
        commands.append(
            f"# and {counted(more, 'more file')}: see {'Model files' if isinstance(origin, Origin) else 'Artifacts'}"
        )
    yield RecipeStep(
        title=say("Check that the recorded files stand"),
        commands=tuple(commands),
        sources=tuple(file.source for file in read[:_FILES]),
    )


def _checked(files: list[Artifact] | tuple[Artifact, ...]) -> list[str]:
    return [
        f"echo {shlex.quote(f'{file.source.sha256}  {file.source.path}')} | sha256sum --check"
        for file in files
    ]


def _serve(origin: Ingredients) -> Iterator[_Part]:
    if not isinstance(origin, Origin):
        return
    package = origin.package
    generic = package is not None and any(flavor.name == "python_function" for flavor in package.flavors)
    name = f"models:/{origin.version.name}/{origin.version.version}"
    if package is not None and generic and _fit(name):
        yield RecipeStep(
            title=say("Serve it"),
            commands=(
                "# MLFLOW_TRACKING_URI names the registry",
                f"mlflow models serve --model-uri {shlex.quote(name)}",
            ),
            sources=(package.source,),
        )
