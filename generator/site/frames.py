"""Generated pages in the theme's frame: most of them by filling a shell, the others rendered whole."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.pages import paths
from generator.pages.view import Page, RenderedPage
from generator.site import content_security, navigation
from generator.site.navigation import Tab, markup
from generator.site.shell import Shape, Shell, anchor, special, token

Render = Callable[[str, Mapping[str, str], Shape], str]
"""The theme: from the path of a page, its parts (markup, by slot) and its shape to the HTML."""


class Frames:
    """Puts pages into the theme's frame and gives each its content security policy."""

    def __init__(self, render: Render, targets: Iterable[str], tabs: Sequence[Tab]) -> None:
        """Begin without any shell.

        Args:
            render: the theme.
            targets: site paths that the frame links to.
            tabs: the tabs that the frame shows.
        """
        self.shells: dict[Shape, tuple[Shell, str]] = {}
        """Each with its policy."""
        self.rendered_whole = 0
        self._render = render
        self._targets = tuple(targets)
        self._tabs = tabs

    def html(self, rendered: RenderedPage, *, shared: bool) -> str:
        """One page.

        The home page is rendered whole, because themes may treat it in a way of its own, and so is a page with a text
        that a filter of the theme could change.

        Args:
            rendered: the page with its body.
            shared: whether it may be filled into a shell.
        """
        page = rendered.page
        shape = self._shape(page)
        shell, policy = self.shells.get(shape) or self._new_shell(shape)
        parts = _parts(rendered)
        told = [parts["title"], parts["summary"], *(parts[f"heading{n}"] for n in range(shape.sections))]
        if shared and shell.slots.count("body") == 1 and page.path != paths.HOME and not special(told):
            return shell.fill(parts | _steps(page.path, shape))
        self.rendered_whole += 1
        return content_security.with_policy(self._render(page.path, parts, shape), policy)

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

    def _new_shell(self, shape: Shape) -> tuple[Shell, str]:
        slots = ["title", "summary", "local", "trail", "body"]
        slots += [f"{kind}{number}" for number in range(shape.sections) for kind in ("heading", "anchor")]
        start = shape.anchor.split("/") if shape.anchor else []
        steps = [
            *start,
            *(token(f"step{number}") for number in range(len(start), shape.depth)),
            token("file"),
        ]
        html = self._render("/".join(steps) + ".html", {slot: token(slot) for slot in slots}, shape)
        policy = content_security.policy(html)
        self.shells[shape] = Shell.cut(content_security.with_policy(html, policy)), policy
        return self.shells[shape]


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
