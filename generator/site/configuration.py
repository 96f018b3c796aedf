"""The settings of MkDocs: ours with the user's laid over them, and what neither may change."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.errors import SettingsError

_APPENDED = frozenset({"extra_css", "extra_javascript", "extra.polyfills", "theme.features"})
"""Lists to which the user adds; every other list is replaced."""
_NAMED = frozenset({"plugins", "markdown_extensions"})
"""Lists of names with options, to which the user adds; a name that stands in both has both its options."""
_OWN_SEARCH = "the pages have a search of their own"
_UNSAFE_FEATURES = {
    "content.tooltips": "it turns escaped text back into markup when it is pointed at",
    "content.footnote.tooltips": "it turns escaped text back into markup when it is pointed at",
    "navigation.instant": "it needs a web server, and the pages also work from a disk",
    "navigation.instant.prefetch": "it needs a web server, and the pages also work from a disk",
    "navigation.instant.preview": "it needs a web server, and the pages also work from a disk",
    "navigation.instant.progress": "it needs a web server, and the pages also work from a disk",
    "search.highlight": _OWN_SEARCH,
    "search.share": _OWN_SEARCH,
    "search.suggest": _OWN_SEARCH,
}


def combined(base: Mapping[str, Any], own: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The settings to build with, and a sentence for each of the user's that was set aside.

    Raises:
        SettingsError: when the user asks for another theme.
    """
    own = {key: value for key, value in own.items() if value is not None}
    if isinstance(theme := own.get("theme"), str):
        own["theme"] = {"name": theme}
    for key in ("theme", "extra"):
        if not isinstance(own.get(key, {}), Mapping):
            raise SettingsError("this is no mapping", slug="config-invalid", location=key)
    if (name := own.get("theme", {}).get("name", "material")) != "material":
        raise SettingsError(
            f"the theme {name!r} is not supported",
            slug="theme-unsupported",
            location="theme",
            hint="leave theme.name out, or write material",
        )
    settings: dict[str, Any] = _merged(base, own, "")
    return settings, (*_without_features(settings), *_without_foreign_hosts(settings))


def _merged(base: object, own: object, place: str) -> Any:
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        keys = dict.fromkeys([*base, *own])
        return {key: _choice(base, own, key, f"{place}.{key}" if place else str(key)) for key in keys}
    if place in _NAMED:
        return _named_list(_merged(_by_name(base), _by_name(own), ""))
    if place in _APPENDED:
        return [*_items(base), *(item for item in _items(own) if item not in _items(base))]
    return own


def _choice(base: Mapping[str, Any], own: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in own:
        return base[key]
    return _merged(base[key], own[key], place) if key in base else own[key]


def _items(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _by_name(value: object) -> dict[str, Any]:
    """``[a, {b: {x: 1}}]`` and ``{a: {}, b: {x: 1}}``, which MkDocs reads alike, as the latter."""
    if isinstance(value, Mapping):
        return {_plain(name): options or {} for name, options in value.items()}
    named: dict[str, Any] = {}
    for item in _items(value):
        pairs = item.items() if isinstance(item, Mapping) else [(item, {})]
        named |= {_plain(name): options or {} for name, options in pairs}
    return named


def _plain(name: str) -> str:
    """Material's search goes by two names."""
    return "search" if name == "material/search" else name


def _named_list(options_by_name: Mapping[str, Any]) -> list[Any]:
    return [{name: options} if options else name for name, options in options_by_name.items()]


def _without_features(settings: dict[str, Any]) -> list[str]:
    features = settings["theme"]["features"]
    found = [feature for feature in features if feature in _UNSAFE_FEATURES]
    settings["theme"]["features"] = [feature for feature in features if feature not in _UNSAFE_FEATURES]
    return [f"theme.features: {feature} is left out: {_UNSAFE_FEATURES[feature]}" for feature in found]


def _without_foreign_hosts(settings: dict[str, Any]) -> list[str]:
    """Drop what would make every reader's browser call another host."""
    dropped = []
    if settings["theme"].get("font") is not False:
        settings["theme"]["font"] = False
        dropped.append("theme.font")
    if settings["extra"].pop("analytics", None) is not None:
        dropped.append("extra.analytics")
    lists = (settings["extra"], "polyfills"), (settings, "extra_css"), (settings, "extra_javascript")
    for holder, key in lists:
        kept = [item for item in holder[key] if not _foreign(item)]
        dropped += [f"{key}: {_address(item)}" for item in holder[key] if _foreign(item)]
        holder[key] = kept
    return [f"{place} is left out: pages load nothing from other hosts" for place in dropped]


def _address(item: object) -> str:
    return str(item.get("path", "")) if isinstance(item, Mapping) else str(item)


def _foreign(item: object) -> bool:
    address = _address(item)
    return "://" in address or address.startswith("//")
