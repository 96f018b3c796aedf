"""The snapshot of an advisory database that a policy names: records of the OSV schema, version 1, on packages of PyPI.

One file holds a list of records, or a mapping with the list under ``vulns`` as the OSV service answers; a folder holds
files of one record each, as the archives ``all.zip`` of the OSV exports do once they are unpacked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from generator.catalog import Advisory, AdvisorySnapshot, AffectedRange, Policy, Severity
from generator.errors import StoreError
from generator.provenance import Source
from generator.provenance.instants import instant_from_text
from generator.readers.json_documents import parse_json
from generator.readers.reading import Reading
from generator.readers.text import decode, visible_name

LONGEST_SNAPSHOT = 256 * 2**20
"""Bytes of one file: four times what PyPI's whole export makes in one."""
MOST_FILES = 2000
"""Files of a folder, each of which becomes evidence."""

_ECOSYSTEM = "pypi"
_SEVERITIES = {"LOW": "low", "MODERATE": "medium", "MEDIUM": "medium", "HIGH": "high", "CRITICAL": "critical"}
_RUNS = re.compile(r"[-_.]+")
_LOST = "the vulnerabilities that it names are not looked for"


def read_advisories(reading: Reading, policy: Policy | None) -> AdvisorySnapshot | None:
    """The snapshot that a policy names; None when it names none, or it cannot be read."""
    path = policy.advisories.rstrip("/") if policy else ""
    if policy is None or not path:
        return None
    records = list(_records(reading, path))
    if not records:
        return None
    found = [advisory for record, source in records for advisory in _advisories(record, source)]
    modified = [when for record, _ in records if (when := _instant(record.get("modified"))) is not None]
    return AdvisorySnapshot(
        advisories=tuple(sorted(found, key=lambda each: (each.package, each.id, each.source))),
        taken_on=policy.advisories_taken_on,
        newest=max(modified, default=None),
        source=reading.store.source(path),
    )


def _records(reading: Reading, path: str) -> Iterator[tuple[Mapping[str, object], Source]]:
    """Every record with its place."""
    if not reading.store.is_folder(path):
        yield from _of_file(reading, path)
        return
    folder = reading.folder(path, _LOST)
    names = [name for name in folder.leaves if name.endswith(".json")] if folder else []
    if len(names) > MOST_FILES:
        reading.report(
            "advisories-too-many", Severity.WARNING, reading.store.source(path),
            f"holds {len(names)} files, of which {MOST_FILES} are read", "the vulnerabilities in the others are not looked for",
            "put the records into one file, as a list",
        )  # fmt: skip
    for name in names[:MOST_FILES]:
        yield from _of_file(reading, f"{path}/{name}")


def _of_file(reading: Reading, path: str) -> Iterator[tuple[Mapping[str, object], Source]]:
    try:
        data, source = reading.store.read(path, LONGEST_SNAPSHOT)
        value = parse_json(decode(data)[0])
    except StoreError as error:
        # A snapshot that is made anew for every build is often not there; its control says so.
        severity = Severity.NOTE if error.slug == "file-missing" else Severity.ERROR
        reading.report_error(error, reading.store.source(path), _LOST, severity)
        return
    except ValueError:
        _refuse(reading, reading.store.source(path), "is no JSON, or is nested too deep")
        return
    listed = value.get("vulns") if isinstance(value, Mapping) else value
    many = listed if isinstance(listed, list) else None
    for position, record in enumerate(many if many is not None else [value]):
        place = (
            source
            if many is None
            else source.at("vulns", position)
            if isinstance(value, Mapping)
            else source.at(position)
        )
        if isinstance(record, Mapping) and isinstance(record.get("id"), str):
            yield record, place
        else:
            _refuse(reading, place, "is no record of an advisory: it has no id")


def _refuse(reading: Reading, place: Source, message: str) -> None:
    reading.report("advisory-invalid", Severity.ERROR, place, message, _LOST, "export the snapshot again")


def _advisories(record: Mapping[str, object], source: Source) -> Iterator[Advisory]:
    """One advisory for each package of PyPI that a record names, unless it was withdrawn."""
    if record.get("withdrawn"):
        return
    general = _severity(record)
    packages: dict[str, Advisory] = {}
    for affected in _mappings(record.get("affected")):
        package = affected.get("package")
        named = package if isinstance(package, Mapping) else {}
        if str(named.get("ecosystem", "")).casefold() != _ECOSYSTEM:
            continue
        name = _RUNS.sub("-", visible_name(str(named.get("name", "")))).lower()
        known = packages.get(name) or Advisory(
            id=visible_name(str(record["id"])),
            aliases=_texts(record.get("aliases")),
            package=name,
            summary=visible_name(str(record.get("summary") or "")),
            source=source,
        )
        packages[name] = replace(
            known,
            versions=known.versions + _texts(affected.get("versions")),
            ranges=known.ranges + tuple(_ranges(affected)),
            severity=known.severity or _severity(affected) or general,
        )
    yield from packages.values()


def _ranges(affected: Mapping[str, object]) -> Iterator[AffectedRange]:
    for each in _mappings(affected.get("ranges")):
        if each.get("type") not in {"ECOSYSTEM", "SEMVER"}:
            continue
        introduced = ""
        for event in _mappings(each.get("events")):
            if "introduced" in event:
                if introduced:
                    yield AffectedRange(introduced)
                introduced = str(event["introduced"])
            elif introduced and "fixed" in event:
                yield AffectedRange(introduced, fixed=str(event["fixed"]))
                introduced = ""
            elif introduced and "last_affected" in event:
                yield AffectedRange(introduced, last_affected=str(event["last_affected"]))
                introduced = ""
        if introduced:
            yield AffectedRange(introduced)


def _severity(record: Mapping[str, object]) -> str:
    """The word that the database rates it with; a CVSS vector is none."""
    for key in ("database_specific", "ecosystem_specific"):
        specific = record.get(key)
        word = specific.get("severity") if isinstance(specific, Mapping) else None
        if isinstance(word, str) and word.upper() in _SEVERITIES:
            return _SEVERITIES[word.upper()]
    return ""


def _instant(value: object) -> datetime | None:
    return instant_from_text(value) if isinstance(value, str) else None


def _mappings(value: object) -> Iterable[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _texts(value: object) -> tuple[str, ...]:
    return (
        tuple(visible_name(each) for each in value if isinstance(each, str))
        if isinstance(value, list)
        else ()
    )
