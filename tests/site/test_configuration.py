from pathlib import Path
from typing import Any

import pytest

from generator.errors import SettingsError
from generator.site.assets import base_configuration
from generator.site.configuration import combined
from tests.site.conftest import SITE_CONFIG

BASE = base_configuration(SITE_CONFIG)


def settings(**own: Any) -> dict[str, Any]:
    return combined(BASE, own)[0]


def notes(**own: Any) -> tuple[str, ...]:
    return combined(BASE, own)[1]


def test_without_wishes_the_base_stands_and_nothing_is_said() -> None:
    assert combined(BASE, {}) == (BASE, ())


def test_a_users_value_wins_key_by_key() -> None:
    made = settings(
        site_name="Ours", theme={"language": "de", "icon": {"repo": "material/git"}}, copyright="© Us"
    )
    assert (made["site_name"], made["copyright"], made["theme"]["language"]) == ("Ours", "© Us", "de")
    assert made["theme"]["icon"] == {"logo": "material/shield-check-outline", "repo": "material/git"}
    assert made["theme"]["palette"] == BASE["theme"]["palette"]


def test_a_users_palette_replaces_ours() -> None:
    assert settings(theme={"palette": {"scheme": "slate"}})["theme"]["palette"] == {"scheme": "slate"}


def test_styles_scripts_and_features_come_on_top() -> None:
    made = settings(
        extra_css=["own.css"],
        extra_javascript=["own.js"],
        theme={"features": ["navigation.footer", "toc.follow"]},
    )
    assert made["extra_css"] == ["assets/modelfolio.css", "own.css"]
    assert made["extra_javascript"] == [*BASE["extra_javascript"], "own.js"]
    assert made["theme"]["features"] == [*BASE["theme"]["features"], "navigation.footer"]


@pytest.mark.parametrize(
    "plugins",
    [
        [{"search": {"lang": "de"}}, "tags"],
        {"search": {"lang": "de"}, "tags": {}},
        [{"material/search": {"lang": "de"}}, {"tags": None}],
    ],
)
def test_plugins_are_joined_by_name_however_they_are_written(plugins: object) -> None:
    assert settings(plugins=plugins)["plugins"] == [{"search": {"lang": "de"}}, "tags"]


def test_extensions_are_joined_by_name() -> None:
    made = settings(markdown_extensions=["attr_list", {"toc": {"toc_depth": 3}}])["markdown_extensions"]
    assert {"toc": {"permalink": "#", "toc_depth": 3}} in made
    assert "attr_list" in made
    assert {"tables": {"use_align_attribute": True}} in made


def test_keys_left_empty_count_as_left_out() -> None:
    assert settings(theme=None, extra=None, plugins=None) == BASE


@pytest.mark.parametrize("theme", ["mkdocs", {"name": "readthedocs"}])
def test_another_theme_is_refused(theme: object) -> None:
    with pytest.raises(SettingsError, match=r"^theme: the theme '\w+' is not supported"):
        settings(theme=theme)


@pytest.mark.parametrize("key", ["theme", "extra"])
def test_a_list_where_a_mapping_belongs_is_refused(key: str) -> None:
    with pytest.raises(SettingsError, match=f"^{key}: this is no mapping"):
        settings(**{key: ["a"]})


@pytest.mark.parametrize("feature", ["content.tooltips", "content.footnote.tooltips", "navigation.instant"])
def test_a_feature_that_would_harm_is_left_out_with_a_word(feature: str) -> None:
    assert feature not in settings(theme={"features": [feature]})["theme"]["features"]
    assert notes(theme={"features": [feature]})[0].startswith(f"theme.features: {feature} is left out: it ")


def test_nothing_is_loaded_from_other_hosts() -> None:
    own: dict[str, Any] = {
        "theme": {"font": {"text": "Roboto"}},
        "extra": {"analytics": {"provider": "google"}, "polyfills": ["https://unpkg.com/x"]},
        "extra_css": ["//cdn.example/a.css", "own.css"],
        "extra_javascript": [{"path": "https://cdn.example/a.js"}],
    }
    made = settings(**own)
    assert made["theme"]["font"] is False
    assert "analytics" not in made["extra"]
    assert made["extra"]["polyfills"] == BASE["extra"]["polyfills"]
    assert made["extra_css"] == ["assets/modelfolio.css", "own.css"]
    assert made["extra_javascript"] == BASE["extra_javascript"]
    assert [note.partition(" is left out")[0] for note in notes(**own)] == [
        "theme.font",
        "extra.analytics",
        "polyfills: https://unpkg.com/x",
        "extra_css: //cdn.example/a.css",
        "extra_javascript: https://cdn.example/a.js",
    ]


def test_the_base_holds_no_tag_that_names_python() -> None:
    assert "!!" not in Path(SITE_CONFIG / "mkdocs.yml").read_text(encoding="utf-8")
