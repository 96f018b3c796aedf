import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from generator.figures.palette import PALETTE
from generator.site.assets import asset_files, instant, schema_files, stamp
from tests.site.conftest import SITE_CONFIG
from tests.site.sample import SNAPSHOT

SIZE_OF_OUR_SCRIPT = 14_000


def assets(site_name: str = "Bank") -> dict[str, bytes]:
    return {file.path: file.content for file in asset_files(SITE_CONFIG, SNAPSHOT, site_name)}


def test_the_style_sheet_takes_its_colours_from_the_palette_and_leaves_no_placeholder() -> None:
    css = assets()["assets/modelfolio.css"].decode()
    assert "{{" not in css
    for token, shade in PALETTE.items():
        assert css.count(f"--mf-{token}:{shade.light};") == 2  # screen and paper
        assert css.count(f"--mf-{token}:{shade.dark};") >= 1
    assert ".mf-svg .f-c1{fill:var(--mf-c1)}" in css


def test_the_style_sheet_names_no_colour_token_that_the_palette_lacks() -> None:
    css = assets()["assets/modelfolio.css"].decode()
    assert set(re.findall(r"var\(--mf-([a-z0-9-]+)", css)) - set(PALETTE) == {"tone", "tint"}


def test_the_margins_of_the_paper_carry_name_and_snapshot_and_cannot_be_broken_out_of() -> None:
    css = assets('R&D "models"; } body { x').get("assets/modelfolio.css", b"").decode()
    assert r'content: "R\26 D \22 models\22 ; \7d  body \7b  x";' in css
    assert 'content: "Snapshot 2026-11-20T07:40:00Z";' in css


def test_fonts_come_with_their_licence() -> None:
    made = assets()
    fonts = [path for path in made if path.endswith(".woff2")]
    assert len(fonts) == 4
    for family in ("inter", "jetbrains-mono"):
        assert b"SIL OPEN FONT LICENSE Version 1.1" in made[f"assets/fonts/{family}-OFL.txt"]


def test_our_script_is_small_and_parses_no_html() -> None:
    scripts = [content for path, content in assets().items() if path.endswith(".js")]
    assert len(scripts) == 4
    assert all(len(script) < SIZE_OF_OUR_SCRIPT for script in scripts)
    script = b"".join(scripts)
    for way in (b"innerHTML", b"insertAdjacentHTML", b"document.write", b"eval(", b"fetch(", b"import("):
        assert way not in script


def test_no_asset_asks_another_host() -> None:
    for path, content in assets().items():
        if path.endswith((".css", ".js")):
            assert b"//" not in content.replace(b"http://www.w3.org/", b""), path


def test_the_stamp_names_instant_digest_and_version() -> None:
    elsewhere = replace(SNAPSHOT, as_of=datetime(2026, 11, 20, 9, 40, tzinfo=timezone(timedelta(hours=2))))
    assert stamp(SNAPSHOT) == "Snapshot 2026-11-20T07:40:00Z · store digest 4be19a07c2d1 · modelfolio 0.1.0"
    assert instant(elsewhere) == instant(SNAPSHOT)


def test_the_schemas_are_published_as_they_ship():
    folder = SITE_CONFIG / "schemas"
    made = {file.path: file.content for file in schema_files(SITE_CONFIG)}
    assert made == {f"schemas/{path.name}": path.read_bytes() for path in folder.iterdir()}
    assert "schemas/folio-run.schema.json" in made
