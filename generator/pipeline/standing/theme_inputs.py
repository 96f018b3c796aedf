"""What a project's ``mkdocs.yml`` makes MkDocs take in besides itself.

The file may name hooks and plugins, which can read whatever they like: of a project with any but the settings known here
it cannot be told whether something changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.pipeline.project import absolute
from generator.pipeline.standing.walk import UnstampedError

_SETTINGS = frozenset(
    {
        *("site_name", "site_url", "site_description", "site_author", "site_dir", "copyright"),
        *(
            "repo_name",
            "repo_url",
            "edit_uri",
            "edit_uri_template",
            "remote_branch",
            "remote_name",
            "dev_addr",
        ),
        *("docs_dir", "nav", "not_in_nav", "exclude_docs", "draft_docs", "use_directory_urls", "validation"),
        *("theme", "extra", "extra_css", "extra_javascript", "extra_templates", "strict", "watch"),
        *("plugins", "markdown_extensions"),
    }
)
"""Of MkDocs 1.6 (https://www.mkdocs.org/user-guide/configuration) all that name neither code nor another file of settings."""
_PLUGINS = frozenset({"search", "material/search"})
_EXTENSIONS = frozenset(
    {
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes"),
        *("md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"),
        *(
            "pymdownx.arithmatex",
            "pymdownx.betterem",
            "pymdownx.caret",
            "pymdownx.critic",
            "pymdownx.details",
        ),
        *("pymdownx.emoji", "pymdownx.escapeall", "pymdownx.extra", "pymdownx.highlight", "pymdownx.keys"),
        *("pymdownx.inlinehilite", "pymdownx.magiclink", "pymdownx.mark", "pymdownx.progressbar"),
        *("pymdownx.saneheaders", "pymdownx.smartsymbols", "pymdownx.striphtml", "pymdownx.superfences"),
        *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
    }
)
"""Those of Python-Markdown and PyMdown that read nothing but the page."""
_READING_OPTIONS = frozenset({"options", "custom_icons"})
"""Of extensions: lead ``pymdownx.emoji`` to folders of pictures."""
_NAMED_OBJECTS = ("tag:yaml.org,2002:python/name:material.", "tag:yaml.org,2002:python/name:pymdownx.")
"""Objects of packages; one of another name may be the project's own code."""
_VARIABLE = "!ENV"
_UNTOLD = object()
"""In place of the value of a variable: fit for nothing that decides what is taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeInputs:
    """What is taken in."""

    folders: tuple[Path, ...]
    """Whose files replace those of the theme."""
    variables: tuple[str, ...]
    """Of the environment, by name."""


def theme_inputs(config_file: Path) -> ThemeInputs:
    """What MkDocs takes in for the sake of one file of settings.

    Raises:
        UnstampedError: when that cannot be told.
    """
    loader = _Loader(_content(config_file))
    try:
        said = loader.get_single_data()
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError) as error:
        raise UnstampedError(f"{config_file} is not understood") from error
    finally:
        loader.dispose()
    settings = said if isinstance(said, Mapping) else {}
    _refuse(config_file, set(settings) - _SETTINGS)
    _refuse(config_file, set(_by_name(settings.get("plugins"))) - _PLUGINS)
    extensions = _by_name(settings.get("markdown_extensions"))
    _refuse(config_file, set(extensions) - _EXTENSIONS)
    for options in extensions.values():
        _refuse(config_file, _READING_OPTIONS.intersection(options if isinstance(options, Mapping) else ()))
    theme = settings.get("theme") or {}
    theme = {"name": theme} if isinstance(theme, str) else theme
    if not isinstance(theme, Mapping):
        raise UnstampedError(f"{config_file}: the theme is not told in the file")
    for folder in (settings.get("docs_dir", ""), theme.get("custom_dir", "")):
        if not isinstance(folder, str):
            raise UnstampedError(f"{config_file} does not tell of a folder itself")
    custom = theme.get("custom_dir")
    folders = (absolute(Path(custom), config_file.parent),) if custom else ()
    return ThemeInputs(folders=folders, variables=tuple(sorted(loader.variables)))


def _content(config_file: Path) -> bytes:
    try:
        return config_file.read_bytes()
    except OSError as error:
        raise UnstampedError(f"{config_file}: {error}") from error


def _refuse(config_file: Path, unknown: set[Any] | frozenset[Any]) -> None:
    if unknown:
        raise UnstampedError(f"{config_file} names {', '.join(sorted(map(repr, unknown)))}")


def _by_name(listed: object) -> dict[Any, Any]:
    """``[a, {b: {x: 1}}]`` and ``{a: {}, b: {x: 1}}``, which MkDocs reads alike, as the latter."""
    if isinstance(listed, Mapping):
        return dict(listed)
    named: dict[Any, Any] = {}
    for item in listed if isinstance(listed, list) else [] if listed is None else [listed]:
        named |= item if isinstance(item, Mapping) else {item: {}}
    return named


class _Loader(yaml.SafeLoader):
    """Safe YAML that notes which variables the file asks for, and lets objects of known packages stand for nothing."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.variables: set[str] = set()


def _variable(loader: _Loader, node: yaml.Node) -> object:
    """Note the variables of ``!ENV NAME`` or ``!ENV [NAME, OTHER, default]``: all words, the default does no harm."""
    words = node.value if isinstance(node, yaml.SequenceNode) else [node]
    loader.variables |= {str(word.value) for word in words}
    return _UNTOLD


_Loader.add_constructor(_VARIABLE, _variable)
for _prefix in _NAMED_OBJECTS:
    _Loader.add_multi_constructor(_prefix, lambda _loader, _suffix, _node: None)
