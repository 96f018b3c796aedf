"""The style sheet, the scripts and the fonts of every site, made ready for one snapshot."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import yaml

from generator.figures.palette import Scheme, variables
from generator.figures.svg import figure_css
from generator.messages import Phrase, say
from generator.messages.language import AS_WRITTEN, Language
from generator.pages import text
from generator.pages.view import SiteFile, Snapshot
from generator.site.script_words import script_words

_PLACEHOLDER = re.compile(r"/\*\{\{([a-z-]+)\}\}\*/")
_SWITCHES = (
    say("Theme: system. Switch to light"),
    say("Theme: light. Switch to dark"),
    say("Theme: dark. Switch to system"),
)
"""Names of the button that goes through the palettes of ``site_config/mkdocs.yml``, in their order."""
_CSS_UNSAFE = re.compile(r"[^\w .,:;()/+-]", re.ASCII)


def base_configuration(site_config: Path, language: Language = AS_WRITTEN) -> Mapping[str, Any]:
    """The settings of MkDocs that every site starts from, the theme in the language of the site."""
    settings: Mapping[str, Any] = yaml.safe_load((site_config / "mkdocs.yml").read_bytes())
    theme = settings["theme"]
    theme["language"] = language.code
    for scheme, words in zip(theme["palette"], _SWITCHES, strict=True):
        scheme["toggle"]["name"] = language.text(words)
    return settings


def asset_files(
    site_config: Path, snapshot: Snapshot, site_name: str, language: Language = AS_WRITTEN
) -> Iterator[SiteFile]:
    """Every file below ``assets/``: style sheets with their colours and print margins filled in, scripts with words."""
    files = tuple(_published(site_config, "assets"))
    scripts = [file.content.decode() for file in files if file.path.endswith(".js")]
    words = {"words": script_words(scripts, language)}
    for file in files:
        if file.path.endswith(".css"):
            filled = _filled(file.content.decode(), _values(snapshot, site_name, language))
            yield SiteFile(file.path, filled.encode())
        elif file.path.endswith(".js"):
            yield SiteFile(file.path, _filled(file.content.decode(), words).encode())
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


def stamp(snapshot: Snapshot) -> Phrase:
    """The line at the foot of every page, plain text."""
    return say(
        "Snapshot {instant} · store digest {digest} · modelfolio {version}",
        instant=instant(snapshot),
        digest=snapshot.digest[:12],
        version=snapshot.tool_version,
    )


def instant(snapshot: Snapshot) -> str:
    """The snapshot's instant in ISO 8601, in UTC, to the second."""
    return snapshot.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _values(snapshot: Snapshot, site_name: str, language: Language) -> Mapping[str, str]:
    """What a style sheet leaves open."""
    snapshot_words = say("Snapshot {instant}", instant=instant(snapshot))
    digest_words = say(
        "Store digest {digest} · modelfolio {version}",
        digest=snapshot.digest[:12],
        version=snapshot.tool_version,
    )
    return {
        "light-tokens": variables(Scheme.LIGHT),
        "dark-tokens": variables(Scheme.DARK),
        "figure-rules": figure_css(),
        "site-name": _css_string(text.visible(site_name)),
        "snapshot": _css_string(language.text(snapshot_words)),
        "digest": _css_string(language.text(digest_words)),
        "page-number": _page_number(language),
    }


def _page_number(language: Language) -> str:
    """The content of a margin box, where the numbers are counters of the browser."""
    words = language.text(say("page {page} of {pages}", page="\0page\0", pages="\0pages\0")).split("\0")
    parts = (f"counter({part})" if at % 2 else _css_string(part) for at, part in enumerate(words) if part)
    return " ".join(parts)


def _filled(content: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], content)


def _css_string(plain: str) -> str:
    """A CSS string; whatever could end it is written as its code point."""
    return '"' + _CSS_UNSAFE.sub(lambda found: f"\\{ord(found.group()):x} ", plain) + '"'
