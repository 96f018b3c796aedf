"""What a configuration of MkDocs takes in, and when that cannot be told."""

from pathlib import Path

import pytest

from generator.pipeline.standing.theme_inputs import theme_inputs
from generator.pipeline.standing.walk import UnstampedError
from tests.conftest import ROOT


def inputs(folder: Path, text: str):
    (folder / "mkdocs.yml").write_text(text)
    return theme_inputs(folder / "mkdocs.yml")


@pytest.mark.parametrize("name", ["mkdocs.yml", "examples/branded/mkdocs.yml", "site_config/init/mkdocs.yml"])
def test_what_a_configuration_of_ours_takes_in_can_be_told(name):
    assert theme_inputs(ROOT / name).variables == ()


def test_a_folder_that_replaces_files_of_the_theme_is_taken_in(tmp_path):
    assert inputs(tmp_path, "theme:\n  custom_dir: ours\n").folders == (tmp_path / "ours",)


def test_variables_of_the_environment_are_named(tmp_path):
    said = "site_url: !ENV SITE_URL\ncopyright: !ENV [OWNER, TEAM, nobody]\n"
    assert set(inputs(tmp_path, said).variables) == {"OWNER", "SITE_URL", "TEAM", "nobody"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "site_name: ours\nnav:\n  - Home: index.md\n",
        "theme: material\nplugins:\n  - search\n",
        "plugins:\n  search:\n    lang: de\n",
        "markdown_extensions: [toc: {permalink: true}]\n",
        "markdown_extensions: [pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }]",
    ],
)
def test_settings_that_name_no_code_take_in_nothing_else(tmp_path, text):
    assert inputs(tmp_path, text).folders == ()


@pytest.mark.parametrize(
    "text",
    [
        "hooks: [ours.py]\n",
        "INHERIT: ../base.yml\n",
        "plugins: [git-revision-date-localized]\n",
        "plugins:\n  - search\n  - macros: {}\n",
        "plugins: !ENV PLUGINS\n",
        "plugins:\n  - !ENV PLUGIN\n",
        "markdown_extensions: [pymdownx.snippets]\n",
        "markdown_extensions: [our_own]\n",
        "markdown_extensions:\n  - pymdownx.emoji:\n      options: {custom_icons: [icons]}\n",
        "markdown_extensions:\n  - pymdownx.superfences: {custom_fences: [{format: !!python/name:ours.fence }]}\n",
        "theme:\n  custom_dir: !ENV OURS\n",
        "theme: !ENV THEME\n",
        "docs_dir: !ENV DOCS\n",
        "docs_dir: !relative $config_dir/docs\n",
        "mdx_configs: {}\n",
        "unheard_of: 1\n",
        "site_name: [\n",
    ],
)
def test_settings_that_may_read_anything_leave_it_untold(tmp_path, text):
    with pytest.raises(UnstampedError, match=r"mkdocs\.yml"):
        inputs(tmp_path, text)


def test_a_configuration_that_is_gone_is_untold(tmp_path):
    with pytest.raises(UnstampedError, match=r"mkdocs\.yml"):
        theme_inputs(tmp_path / "mkdocs.yml")
