"""The one place that knows MkDocs and Material: finished bodies go in, pages in the theme's frame come out.

Generated pages never pass through Markdown. Each is registered as a file, so that authored pages may link to it and have
their links checked, and is written when MkDocs' environment is ready, most of them into a :class:`Shell` that the theme
rendered once for all pages of one :class:`Shape`. Authored pages take MkDocs' usual way.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import build, get_context
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page as ThemePage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from generator.errors import ModelfolioError, SettingsError, SiteError
from generator.pages.view import RenderedPage, SiteFile
from generator.site import content_security
from generator.site.frames import Frames
from generator.site.navigation import Tab
from generator.site.shell import Shape
from generator.site.surroundings import at_instant, overheard
from generator.site.tree import TreeWriter

_TOP = "mf-top"
"""Anchor of the page's beginning, where the theme's skip link leads."""
_ID = re.compile(r'\sid="([^"]+)"')
_THEME_SEARCH = "assets/javascripts/lunr/", "assets/javascripts/workers/"
"""Material's own search, whose place ours takes: more than half of what the theme weighs."""
_SITEMAP = "sitemap.xml"
"""MkDocs' own, which lists authored pages only."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What goes into the site besides authored pages."""

    pages: Sequence[RenderedPage]
    files: Sequence[SiteFile]
    tabs: tuple[Tab, ...]
    as_of: datetime
    overrides: Path
    """Folder of the templates that come before the theme's."""
    shells: bool
    """Whether pages of one shape share a rendering of the theme; false lets plugins see each page."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What MkDocs said and did."""

    urls: tuple[str, ...]
    """Of every page, relative to the root, authored pages last."""
    shells: int
    rendered_whole: int
    """Generated pages that the theme rendered one by one."""
    warnings: tuple[str, ...]


def read_user_configuration(path: Path, config: MkDocsConfig) -> Mapping[str, Any]:
    """A user's ``mkdocs.yml``, read as MkDocs reads it, with ``INHERIT``, ``!ENV`` and tags that name Python objects.

    The file is code as much as configuration (it may name hooks to run), and is trusted like code.

    Raises:
        SettingsError: when it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            settings = yaml_load(stream, get_yaml_loader(config=config))
    except (OSError, MkDocsException, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SettingsError(
            f"the configuration cannot be read: {error}", slug="config-unreadable", location=str(path)
        ) from error
    if not isinstance(settings, dict):
        raise SettingsError("the configuration is no mapping", slug="config-unreadable", location=str(path))
    return settings


def new_configuration(path: Path | None) -> MkDocsConfig:
    """An empty configuration; relative paths in it count from the folder of ``path``."""
    return MkDocsConfig(config_file_path=str(path.resolve()) if path else None)


def build_pages(
    config: MkDocsConfig, settings: Mapping[str, Any], contents: Contents, tree: TreeWriter
) -> Outcome:
    """Write generated and authored pages, and everything the theme needs, below ``tree.folder``.

    Raises:
        SettingsError: when MkDocs does not accept the settings, or an authored page takes the place of a generated one.
        SiteError: when MkDocs, a plugin or a template fails.
    """
    pages = _GeneratedPages(contents, tree)
    with overheard("mkdocs") as messages, at_instant(contents.as_of):
        _load(config, settings)
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(contents.overrides))
        config.theme.static_templates.discard(_SITEMAP)
        config.plugins["modelfolio/site"] = pages
        try:
            build(config)
        except (ModelfolioError, OSError):
            raise
        except Exception as error:  # plugins, hooks and templates of others may fail in any way
            said = "; ".join([*messages, str(error) or type(error).__name__])
            raise SiteError(
                f"MkDocs could not build the pages: {said}", slug="mkdocs-failed", location=_location(config)
            ) from error
    return Outcome(
        urls=tuple(pages.urls),
        shells=pages.frames.count,
        rendered_whole=pages.frames.rendered_whole,
        warnings=tuple(messages),
    )


def _load(config: MkDocsConfig, settings: Mapping[str, Any]) -> None:
    location = _location(config)
    try:
        config.load_dict(dict(settings))
        errors, _ = config.validate()
    except MkDocsException as error:
        raise SettingsError(str(error), slug="config-invalid", location=location) from error
    if errors:
        key, fault = errors[0]
        raise SettingsError(f"{key}: {fault}", slug="config-invalid", location=location)


def _location(config: MkDocsConfig) -> str:
    return config.config_file_path or "site_config/mkdocs.yml"


class _GeneratedFile(File):
    """A file of the site whose bytes are made and written by us; an authored page finds it under ``src_uri``."""

    def __init__(self, src_uri: str, dest_uri: str, folder: str) -> None:
        super().__init__(src_uri, None, folder, False, dest_uri=dest_uri, inclusion=InclusionLevel.NOT_IN_NAV)
        self.generated_by = "modelfolio"
        self.abs_src_path = None

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: it is written already."""


class _FramedPage(ThemePage):
    """What the theme sees of a generated page. Every text is markup already."""

    def __init__(self, file: File, config: MkDocsConfig, parts: Mapping[str, str], shape: Shape) -> None:
        title = Markup(parts["title"])  # noqa: S704 - escaped by navigation.markup
        super().__init__(title, file, config)
        self.markdown = ""
        # Without a title here Material strips the tags of the one above, and escaped text becomes markup again.
        self.meta = {"title": title, "search": {"exclude": True}, "hide": _hidden(shape)}
        if shape.summary:
            self.meta["description"] = Markup(parts["summary"])  # noqa: S704 - escaped by navigation.markup
        root = AnchorLink(title, _TOP, 1)
        root.children = [
            AnchorLink(parts[f"heading{number}"], parts[f"anchor{number}"], 2)
            for number in range(shape.sections)
        ]
        self.toc = TableOfContents([root])
        self.local_navigation = parts["local"]
        self.breadcrumbs = parts["trail"]
        self.content = parts["body"]


def _hidden(shape: Shape) -> list[str]:
    columns = {"navigation": shape.navigation, "toc": shape.contents}
    return [name for name, shown in columns.items() if not shown]


def _targets(items: Iterable[Any]) -> Iterator[str]:
    """Addresses that the frame links to, of tabs and of authored pages in the navigation."""
    for item in items:
        if item.children:
            yield from _targets(item.children)
        elif "://" not in item.url:
            yield item.url


class _Theme:
    """Renders one generated page after the other."""

    def __init__(self, env: jinja2.Environment, config: MkDocsConfig, nav: Navigation) -> None:
        self._template = env.get_template("generated.html")
        self._config = config
        self._nav = nav

    def render(self, path: str, parts: Mapping[str, str], shape: Shape) -> str:
        config, nav = self._config, self._nav
        file = _GeneratedFile(path.removesuffix("html") + "md", path, config.site_dir)
        page = _FramedPage(file, config, parts, shape)
        for item in nav.items:
            if isinstance(item, Link):
                item.active = item.url == shape.tab
        context = get_context(nav, [], config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        html = config.plugins.on_post_page(self._template.render(context), page=page, config=config)
        for item in nav.items:
            if isinstance(item, Link):
                item.active = False
        return html or ""


class _NoOptions(Config):  # type: ignore[no-untyped-call] # by a hook of MkDocs
    """Nobody names this plugin in a configuration."""


class _GeneratedPages(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call] # by a hook of MkDocs
    """Takes part in MkDocs' build and adds the generated pages."""

    frames: Frames

    def __init__(self, contents: Contents, tree: TreeWriter) -> None:
        self.urls: list[str] = []
        self._contents = contents
        self._tree = tree
        self._files: dict[str, _GeneratedFile] = {}

    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Register what is generated, and leave out what no reader of the site needs."""
        for file in list(files):
            if (
                file.src_uri.startswith(_THEME_SEARCH)
                or file.src_uri == _SITEMAP
                or file.src_uri.endswith(".map")
            ):
                files.remove(file)
        taken = {file.dest_uri.casefold(): file.src_uri for file in files}
        sources = {
            each.page.path.removesuffix(".html") + ".md": each.page.path for each in self._contents.pages
        }
        sources |= {file.path: file.path for file in self._contents.files}
        for src_uri, path in sources.items():
            if (authored := taken.get(path.casefold())) is not None:
                raise SettingsError(
                    f"this file would take the place of the generated {path}",
                    slug="page-taken",
                    location=f"{config.docs_dir}/{authored}",
                    hint="give it another name",
                )
            self._files[path] = _GeneratedFile(src_uri, path, config.site_dir)
            files.append(self._files[path])
        return files

    @event_priority(100)
    def on_nav(self, nav: Navigation, **_: object) -> Navigation:
        """Put the tabs of the generated pages before the authored pages."""
        nav.items[:0] = [Link(tab.label, tab.path) for tab in self._contents.tabs]
        self._nav = nav
        return nav

    @event_priority(-100)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Write every generated page and file."""
        contents = self._contents
        theme = _Theme(env, config, self._nav)
        self.frames = Frames(theme.render, _targets(self._nav.items), contents.tabs)
        self._present_anchors(config, files)
        for rendered in contents.pages:
            html = self.frames.html(rendered, shared=contents.shells)
            self._tree.write(rendered.page.path, html.encode("utf-8", "xmlcharrefreplace"))
            self.urls.append(rendered.page.path)
        for file in contents.files:
            self._tree.write(file.path, file.content)
        self.urls += [file.url for file in files.documentation_pages()]
        return env

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: ThemePage, **_: object) -> str:
        """Give authored pages their policy; it admits the scripts that their authors wrote."""
        if isinstance(page, _FramedPage):
            return output
        return content_security.with_policy(output, content_security.policy(output))

    @event_priority(-100)
    def on_post_template(self, output_content: str, **_: object) -> str:
        """Give the page for wrong addresses its policy."""
        return content_security.with_policy(output_content, content_security.policy(output_content))

    def _present_anchors(self, config: MkDocsConfig, files: Files) -> None:
        """Tell MkDocs the anchors of those generated pages that authored pages link into."""
        bodies = {each.page.path: each for each in self._contents.pages}
        for authored in files.documentation_pages():
            links = authored.page.links_to_anchors if authored.page else None
            for file in links or ():
                if isinstance(file, _GeneratedFile) and file.dest_uri in bodies:
                    target = ThemePage(bodies[file.dest_uri].page.title, file, config)
                    target.present_anchor_ids = set(_ID.findall(bodies[file.dest_uri].html))
