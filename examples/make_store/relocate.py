"""Move a store from the folder it was made in to the invented machine's."""

from pathlib import Path


def publish(root: Path, folder: str, root_uri: str) -> None:
    """Replace the URI of ``root`` in every file by ``root_uri``.

    Raises:
        ValueError: A file still names ``folder`` afterwards.
    """
    made, published = root.as_uri().encode(), root_uri.encode()
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if made in content:
            content = content.replace(made, published)
            path.write_bytes(content)
        if folder.encode() in content:
            raise ValueError(f"{path.relative_to(root)}: still names the folder it was made in")
