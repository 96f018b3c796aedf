"""Generated pages in the theme's frame: most of them by filling a shell, the others rendered whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.pages import paths
from generator.pages.view import Page, RenderedPage
from generator.site import content_security, navigation
from generator.site.navigation import Tab, markup
from generator.site.shell import Shape, Shell, anchor, token

Render = Callable[[str, Mapping[str, str], Shape], str]
"""The theme: from the path of a page, its parts (markup, by slot) and its shape to the HTML."""


_PROBE = "é &amp; &lt;b&gt; &#x27;&quot;% " * 20
"""Text that a filter of a template would change: quote, strip, shorten, turn back into markup."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all pages of one shape share."""

    shell: Shell
    policy: str
    faithful: bool
    """Whether filling the shell gives what the theme would have rendered, whatever a page brings."""


class Frames:
    """Puts pages into the theme's frame and gives each its content security policy."""

    def __init__(self, render: Render, targets: Iterable[str], tabs: Sequence[Tab]) -> None:
        """Begin without any shell.

        Args:
            render: the theme.
            targets: site paths that the frame links to.
            tabs: the tabs that the frame shows.
        """
        self._frames: dict[Shape, _Frame] = {}
        self.rendered_whole = 0
        self._render = render
        self._targets = tuple(targets)
        self._tabs = tabs

    @property
    def count(self) -> int:
        """Shapes met so far."""
        return len(self._frames)

    def html(self, rendered: RenderedPage, *, shared: bool) -> str:
        """One page.

        The home page is rendered whole, because themes may treat it in a way of its own, and so are pages whose shell
        would not be faithful: when a template or plugin filters what they bring.

        Args:
            rendered: the page with its body.
            shared: whether it may be filled into a shell.
        """
        page = rendered.page
        shape = self._shape(page)
        frame = self._frames.get(shape)
        if frame is None:
            frame = self._frames[shape] = self._new_frame(shape)
        parts = _parts(rendered)
        if shared and frame.faithful and page.path != paths.HOME:
            return frame.shell.fill(parts | _steps(page.path, shape))
        self.rendered_whole += 1
        return content_security.with_policy(self._render(page.path, parts, shape), frame.policy)

    def _shape(self, page: Page) -> Shape:
        return Shape(
            depth=page.path.count("/"),
            anchor=anchor(page.path.rpartition("/")[0], self._targets),
            tab=navigation.lit_tab(page, self._tabs),
            sections=len(page.sections),
            summary=bool(page.summary),
            navigation=bool(page.local_navigation) and not page.wide,
            contents=bool(page.sections) and not page.wide,
        )

    def _new_frame(self, shape: Shape) -> _Frame:
        slots = ["title", "summary", "local", "trail", "body"]
        slots += [f"{kind}{number}" for number in range(shape.sections) for kind in ("heading", "anchor")]
        tokens = {slot: token(slot) for slot in slots}
        probes = {slot: _PROBE + token(slot) for slot in slots}
        steps = {f"step{number}": token(f"step{number}") for number in range(shape.depth)}
        steps["file"] = token("file")
        start = shape.anchor.split("/") if shape.anchor else []
        path = "/".join([*start, *list(steps.values())[len(start) :]]) + ".html"
        html = self._render(path, tokens, shape)
        policy = content_security.policy(html)
        shell = Shell.cut(content_security.with_policy(html, policy))
        probed = content_security.with_policy(self._render(path, probes, shape), policy)
        return _Frame(shell, policy, faithful=shell.fill(probes | steps) == probed)


def _parts(rendered: RenderedPage) -> dict[str, str]:
    """What a page brings to the slots of its shell, as markup."""
    page = rendered.page
    parts = {
        "title": markup(page.title),
        "summary": markup(page.summary),
        "local": navigation.local_navigation(page),
        "trail": navigation.breadcrumbs(page),
        "body": rendered.html,
    }
    for number, section in enumerate(page.sections):
        parts[f"heading{number}"] = markup(section.title)
        parts[f"anchor{number}"] = markup(section.id)
    return parts


def _steps(path: str, shape: Shape) -> dict[str, str]:
    """The path of a page, step by step, for the addresses in its frame."""
    *folders, name = path.split("/")
    steps = {f"step{number}": folders[number] for number in range(shape.depth)}
    return steps | {"file": name.removesuffix(".html")}
