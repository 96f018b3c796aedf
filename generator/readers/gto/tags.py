"""What GTO writes into git: tags whose names say what was done to an artifact, and whose objects say when and by whom.

The names are those of ``gto/constants.py`` (1.10): ``name@v1.2.3`` registers a version and ``name@v1.2.3!`` takes that
back, ``name#stage`` assigns a stage to the version at that commit and ``name#stage!`` takes that back, and
``name@deprecated`` gives the artifact up. A number after another ``#`` keeps names apart. GTO knows annotated tags only.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from generator.catalog import RegistryAction, Severity
from generator.provenance import Source
from generator.readers.git.commits import read_author
from generator.readers.git.repository import GitObject, GitRepository, MissingObjectError, Ref
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

LONGEST_MESSAGE = 10_000
"""Characters of a tag's message that are kept."""
_WORD = r"[a-zA-Z0-9](?:[a-zA-Z0-9\-/_]*[a-zA-Z0-9])?"
_NUMBER = r"(?:0|[1-9][0-9]*)"
_PRERELEASE = r"(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_VERSION = rf"v{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_PRERELEASE}(?:\.{_PRERELEASE})*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
_TAG = re.compile(
    rf"(?P<artifact>(?:[a-zA-Z0-9\-_./]+=)?{_WORD})"
    rf"(?:(?:#(?P<stage>{_WORD})|@(?P<version>{_VERSION}))(?P<undone>!?)|@(?P<deprecated>deprecated))"
    r"(?:#(?P<counter>[0-9]{1,18}))?"
)
_LONGEST_NAME = 500
_HEADER = re.compile(r"(object|type|tag|tagger) (.*)")
_SIGNATURE = re.compile(r"^-----BEGIN (?:PGP|SSH) SIGNATURE-----$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GtoTag:
    """One tag of GTO."""

    name: str
    artifact: str
    """Such as ``model``, or ``folder:model`` for one that a ``dvc.yaml`` below names."""
    action: RegistryAction
    version: str = ""
    stage: str = ""
    counter: int = 0
    commit: str = ""
    at: datetime | None = None
    by: str = ""
    message: str = ""
    source: Source
    """The tag object; its fields as pointers."""

    @property
    def order(self) -> tuple[object, ...]:
        """By time, then by the number in the name."""
        return (self.at or datetime.min.replace(tzinfo=UTC), self.counter, self.name)


def read_tags(reading: Reading, repository: GitRepository) -> tuple[GtoTag, ...]:
    """Every tag of GTO in a repository by time. One without date or author is reported and left out, as GTO does."""
    found = []
    for ref in repository.tags():
        named = _TAG.fullmatch(ref.name) if len(ref.name) <= _LONGEST_NAME else None
        tag = _read_tag(reading, repository, ref, named) if named else None
        if tag is not None:
            found.append(tag)
    return tuple(sorted(found, key=lambda tag: tag.order))


def is_gto_tag(name: str) -> bool:
    """Whether a tag's name is one of GTO's."""
    return len(name) <= _LONGEST_NAME and _TAG.fullmatch(name) is not None


def _read_tag(reading: Reading, repository: GitRepository, ref: Ref, named: re.Match[str]) -> GtoTag | None:
    cost = f"what the tag {ref.name!a} registered or assigned is not shown"
    try:
        found = repository.read(ref.object_name)
    except MissingObjectError as error:
        reading.report(
            "git-object-missing", Severity.WARNING, ref.source, f"names the object {ref.object_name}, which {error}",
            cost, "fetch the tags again, or name a complete clone of the repository",
        )  # fmt: skip
        return None
    if found.kind != "tag":
        reading.report(
            "gto-tag-lightweight", Severity.WARNING, ref.source,
            f"the tag {ref.name!a} is not annotated: nobody and no date stands behind it, and GTO passes it over",
            cost, "register the version with gto register",
        )  # fmt: skip
        return None
    return _described(reading, ref, named, found)


def _described(reading: Reading, ref: Ref, named: re.Match[str], found: GitObject) -> GtoTag:
    text = found.data.decode("utf-8", "backslashreplace")
    head, _, message = text.partition("\n\n")
    fields = {match[1]: match[2] for line in head.split("\n") if (match := _HEADER.fullmatch(line))}
    by, moment = _tagger(fields.get("tagger", ""))
    if moment is None:
        reading.report(
            "git-tag-undated", Severity.WARNING, found.source,
            f"the tag {ref.name!a} has no date that can be read", "it counts as older than all others",
        )  # fmt: skip
    if fields.get("tag", ref.name) != ref.name:
        reading.report(
            "git-tag-renamed", Severity.WARNING, found.source,
            f"calls itself {visible_name(fields['tag'])!a}, yet stands under the name {ref.name!a}",
            "it counts under the latter, as it does for GTO", "ask who renamed the tag",
        )  # fmt: skip
    signature = _SIGNATURE.search(message)
    body = message[: signature.start()] if signature else message
    return GtoTag(
        name=ref.name,
        artifact=named["artifact"].replace("=", ":"),
        action=_action(named),
        version=named["version"] or "",
        stage=named["stage"] or "",
        counter=int(named["counter"] or 0),
        commit=fields.get("object", "") if fields.get("type") == "commit" else "",
        at=moment,
        by=without_personal_data(by),
        message=without_personal_data(visible_name(body.strip()))[:LONGEST_MESSAGE],
        source=found.source,
    )


def _action(named: re.Match[str]) -> RegistryAction:
    if named["deprecated"]:
        return RegistryAction.DEPRECATED
    if named["version"]:
        return RegistryAction.DEREGISTERED if named["undone"] else RegistryAction.REGISTERED
    return RegistryAction.UNASSIGNED if named["undone"] else RegistryAction.ASSIGNED


def _tagger(text: str) -> tuple[str, datetime | None]:
    """Name and instant of ``Name <address> seconds zone``; the address is personal and not kept."""
    found = read_author(text)
    return (found.name, found.at) if found else ("", None)
