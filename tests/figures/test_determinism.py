"""The same figure, the same bytes; and nothing else of the process or the machine is touched."""

import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager

from generator.figures import draw
from tests.conftest import ROOT
from tests.figures import samples

DRAW_ALL = (
    "from generator.figures import draw; from tests.figures.samples import every_kind\n"
    "for spec in {order}(every_kind()): print(spec.digest, draw(spec))"
)


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def test_every_process_draws_the_same_bytes_whatever_its_hash_seed_and_order() -> None:
    first = run(DRAW_ALL.format(order="tuple"), PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")
    second = run(DRAW_ALL.format(order="reversed"), PYTHONHASHSEED="42", TZ="Asia/Tokyo", LC_ALL="C")
    assert sorted(first.stdout.splitlines()) == sorted(second.stdout.splitlines())
    assert first.stdout.splitlines() == [f"{spec.digest} {draw(spec)}" for spec in samples.every_kind()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_opens_the_fonts_anew() -> None:
    code = (
        "import os, warnings; warnings.simplefilter('ignore')\n"
        "from generator.figures import lettering\n"
        "lettering.width('a', 1)\n"
        "print(lettering._face.cache_info().currsize, flush=True)\n"
        "if os.fork() == 0: os._exit(lettering._face.cache_info().currsize)\n"
        "print(os.waitstatus_to_exitcode(os.wait()[1]))"
    )
    assert run(code).stdout.split() == ["1", "0"]


def test_importing_the_room_does_not_load_matplotlib() -> None:
    code = "import sys, generator.figures; print([name for name in sys.modules if 'matplotlib' in name])"
    assert run(code).stdout.strip() == "[]"


def test_drawing_loads_neither_pyplot_nor_mkdocs() -> None:
    code = (
        "import sys; from generator.figures import draw; from tests.figures.samples import lineage\n"
        "draw(lineage()); print([m for m in ('matplotlib.pyplot', 'mkdocs', 'material') if m in sys.modules])"
    )
    assert run(code).stdout.strip() == "[]"


@pytest.mark.parametrize("named", ["", "no-folder/under/a/file"])
def test_the_home_folder_stays_untouched_and_nothing_is_warned_about(tmp_path: Path, named: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "no-folder").write_text("a file")
    environment = {"HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "", "TMPDIR": str(tmp_path)}
    if named:
        environment["MPLCONFIGDIR"] = str(tmp_path / named)
    code = (
        "import os; from generator.figures import draw; from tests.figures.samples import trend\n"
        "print(len(draw(trend(1, 2))) > 1000, os.environ.get('MPLCONFIGDIR', ''))"
    )
    finished = run(code, **environment)
    assert finished.stdout.strip() == f"True {environment.get('MPLCONFIGDIR', '')}".strip()
    assert finished.stderr == ""
    assert list(home.iterdir()) == []
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith("matplotlib-")] == []


def test_the_users_settings_of_matplotlib_neither_change_a_figure_nor_are_changed() -> None:
    spec = samples.trend(0.25, 0.75, 0.5, heading="measured with strange settings")
    before = draw(spec)
    with mpl.rc_context({"svg.fonttype": "path", "font.size": 99, "lines.dash_capstyle": "round"}):
        mpl.rcParams["patch.linewidth"] = 7
        settings = dict(mpl.rcParams)
        fonts = len(font_manager.fontManager.ttflist)
        fresh = samples.trend(0.25, 0.75, 0.5, heading="measured with strange settings", width=371)
        draw(fresh)
        assert draw(spec) == before
        assert dict(mpl.rcParams) == settings
        assert len(font_manager.fontManager.ttflist) == fonts


def test_a_figure_drawn_under_strange_settings_in_a_fresh_process_is_the_same() -> None:
    code = (
        "import matplotlib\nmatplotlib.rcParams.update({'svg.fonttype': 'path', 'lines.scale_dashes': True, "
        "'patch.linewidth': 9, 'path.sketch': (1, 2, 3), 'font.family': 'serif'})\n"
    ) + DRAW_ALL.format(order="tuple")
    assert run(code).stdout.splitlines() == [f"{spec.digest} {draw(spec)}" for spec in samples.every_kind()]
