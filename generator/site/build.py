"""From rendered pages to a published site."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from generator.errors import SiteError
from generator.messages import say, say_many
from generator.messages.language import AS_WRITTEN, Language
from generator.pages import text
from generator.pages.view import Page, RenderedPage, SiteFile, Snapshot
from generator.provenance.sums import SUMS
from generator.site import assets, configuration, manifest, mkdocs, navigation, search
from generator.site.publish import publishing
from generator.site.sitemap import sitemap_files
from generator.site.tree import TreeWriter, check_paths

_PAGES_LIMIT = 1_000_000_000
"""Bytes of a site that GitHub Pages publishes at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """How a site is made, and where it goes."""

    site_dir: Path
    """The folder that the site replaces."""
    site_config: Path
    """The folder of what ships with every site: the base configuration, template overrides and assets."""
    config_file: Path | None = None
    """A user's ``mkdocs.yml``; its ``docs_dir``, when it names one, holds authored pages."""
    sources: tuple[Path, ...] = ()
    """Files and folders that the site is made of, and that it may neither lie in nor hold."""
    language: Language = AS_WRITTEN
    """What fixed text is shown in."""
    shells: bool = True
    """Whether pages of one shape share a rendering of the theme. Switched off, every plugin sees every page, for
    milliseconds a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What was made."""

    site_dir: Path
    pages: int
    """Generated and authored."""
    files: int
    size: int
    """Bytes of all files."""
    sums_sha256: str
    """Digest of the list of digests."""
    shells: int
    """Shapes of pages; those of one shape share a rendering of the theme."""
    rendered_whole: int
    """Generated pages that the theme rendered one by one: the home page, and all when a plugin or template filters them."""
    search_entries: int
    search_size: int
    """Bytes of the search index."""
    warnings: tuple[str, ...]


def build_site(
    rendered: Sequence[RenderedPage], files: Sequence[SiteFile], snapshot: Snapshot, settings: SiteSettings
) -> SiteReport:
    """Write the site of one snapshot, and publish it in one step.

    Args:
        rendered: every generated page, in reading order.
        files: the data files beside them.
        snapshot: what every page is stamped with.
        settings: where the site goes, and what the user wants of it.

    Raises:
        SettingsError: when the user asks for what cannot be; nothing was touched.
        SiteError: when the site could not be made; the last good one stands.
    """
    config = mkdocs.new_configuration(settings.config_file)
    base = assets.base_configuration(settings.site_config, settings.language)
    own = mkdocs.read_user_configuration(settings.config_file, config) if settings.config_file else {}
    combined, notes = configuration.combined(base, own)
    site_name = str(combined.get("site_name") or snapshot.site_name)
    contents = _contents(rendered, files, snapshot, settings, site_name)
    with tempfile.TemporaryDirectory() as no_docs, publishing(settings.site_dir, settings.sources) as folder:
        tree = TreeWriter(folder)
        settled = _settled(combined, site_name, snapshot, folder, Path(no_docs), settings.language)
        outcome = mkdocs.build_pages(config, settled, contents, tree)
        records, index_size = search.add_index(folder, [each.page for each in rendered], settings.language)
        for file in sitemap_files(str(combined.get("site_url") or ""), outcome.urls, snapshot.as_of):
            tree.write(file.path, file.content)
        tree.take_in()
        sums = manifest.sums_file(tree.digests)
        tree.write(sums.path, sums.content)
    return SiteReport(
        site_dir=settings.site_dir,
        pages=len(outcome.urls),
        files=len(tree.digests),
        size=tree.size,
        sums_sha256=hashlib.sha256(sums.content).hexdigest(),
        shells=outcome.shells,
        rendered_whole=outcome.rendered_whole,
        search_entries=records,
        search_size=index_size,
        warnings=(*notes, *outcome.warnings, *_too_large(tree.size), *_untranslated(settings.language)),
    )


def _contents(
    rendered: Sequence[RenderedPage],
    files: Sequence[SiteFile],
    snapshot: Snapshot,
    settings: SiteSettings,
    site_name: str,
) -> mkdocs.Contents:
    """Everything generated, its paths and links checked."""
    pages = [each.page for each in rendered]
    made = (
        *assets.asset_files(settings.site_config, snapshot, site_name, settings.language),
        *assets.schema_files(settings.site_config),
        manifest.pages_file(pages),
        manifest.provenance_file(rendered, snapshot),
        *files,
    )
    check_paths([*(page.path for page in pages), *(file.path for file in made), SUMS])
    check_links(pages)
    return mkdocs.Contents(
        pages=rendered,
        files=made,
        tabs=navigation.tabs(pages, settings.language),
        as_of=snapshot.as_of,
        overrides=settings.site_config / "overrides",
        shells=settings.shells,
    )


def check_links(pages: Sequence[Page]) -> None:
    """Hold the trail and the left column of every page to pages that there are.

    Raises:
        SiteError: naming the first page with a link that leads nowhere.
    """
    known = {page.path for page in pages}
    for page in pages:
        for link in (*page.breadcrumbs, *page.local_navigation):
            if link.href.partition("#")[0] not in known:
                raise SiteError(
                    f"the navigation of this page leads to {link.href!a}, which is no page",
                    slug="link-broken",
                    location=page.path,
                )


def _settled(
    combined: dict[str, Any],
    site_name: str,
    snapshot: Snapshot,
    folder: Path,
    no_docs: Path,
    language: Language,
) -> dict[str, Any]:
    """The settings with what only we decide. MkDocs' templates escape nothing, so what is shown is escaped here."""
    footer = f'<div class="mf-stamp">{escape(text.visible(language.text(assets.stamp(snapshot))))}</div>'
    return combined | {
        "site_name": escape(text.visible(site_name)),
        "site_dir": str(folder),
        "docs_dir": combined.get("docs_dir") or str(no_docs),
        "use_directory_urls": False,
        "extra": combined["extra"] | {"modelfolio": {"footer": footer, "say": partial(_said, language)}},
    }


def _said(language: Language, message: str, **arguments: str) -> Markup:
    """Fixed text of a theme template as markup."""
    return escape(language.text(say(message, **arguments)))


def _untranslated(language: Language) -> Iterator[str]:
    if language.missing:
        yield say_many(
            language.missing,
            "the language {language} lacks {n} message, which is in English",
            "the language {language} lacks {n} messages, which are in English",
            language=language.code,
        )


def _too_large(size: int) -> Iterator[str]:
    if size > _PAGES_LIMIT:
        yield f"the site has {text.size(size)}, more than GitHub Pages publishes ({text.size(_PAGES_LIMIT)})"
