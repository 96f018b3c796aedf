"""The style sheet, the scripts and the fonts of every site, made ready for one snapshot."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import yaml

from generator.figures.palette import Scheme, variables
from generator.figures.svg import figure_css
from generator.pages import text
from generator.pages.view import SiteFile, Snapshot

_PLACEHOLDER = re.compile(r"/\*\{\{([a-z-]+)\}\}\*/")
_CSS_UNSAFE = re.compile(r"[^\w .,:;()/+-]", re.ASCII)


def base_configuration(site_config: Path) -> Mapping[str, Any]:
    """The settings of MkDocs that every site starts from."""
    settings: Mapping[str, Any] = yaml.safe_load((site_config / "mkdocs.yml").read_bytes())
    return settings


def asset_files(site_config: Path, snapshot: Snapshot, site_name: str) -> Iterator[SiteFile]:
    """Every file below ``assets/``, the style sheet with its colours and print margins filled in."""
    for file in _published(site_config, "assets"):
        if file.path.endswith(".css"):
            yield SiteFile(file.path, _filled(file.content.decode(), snapshot, site_name).encode())
        else:
            yield file


def schema_files(site_config: Path) -> Iterator[SiteFile]:
    """Every file below ``schemas/``: what the files that people write have to look like, as JSON Schema 2020-12."""
    return _published(site_config, "schemas")


def _published(site_config: Path, name: str) -> Iterator[SiteFile]:
    """Every file of a folder as it ships, by path."""
    folder = site_config / name
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield SiteFile(f"{name}/{file.relative_to(folder).as_posix()}", file.read_bytes())


def stamp(snapshot: Snapshot) -> str:
    """The line at the foot of every page, plain text."""
    return f"Snapshot {instant(snapshot)} · store digest {snapshot.digest[:12]} · modelfolio {snapshot.tool_version}"


def instant(snapshot: Snapshot) -> str:
    """The snapshot's instant in ISO 8601, in UTC, to the second."""
    return snapshot.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _filled(css: str, snapshot: Snapshot, site_name: str) -> str:
    values = {
        "light-tokens": variables(Scheme.LIGHT),
        "dark-tokens": variables(Scheme.DARK),
        "figure-rules": figure_css(),
        "site-name": _css_string(text.visible(site_name)),
        "snapshot": _css_string(f"Snapshot {instant(snapshot)}"),
        "digest": _css_string(f"Store digest {snapshot.digest[:12]} · modelfolio {snapshot.tool_version}"),
    }
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], css)


def _css_string(plain: str) -> str:
    """A CSS string; whatever could end it is written as its code point."""
    return '"' + _CSS_UNSAFE.sub(lambda found: f"\\{ord(found.group()):x} ", plain) + '"'
