"""``modelfolio verify``."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from generator.cli import options

BROKEN_EXIT_CODE = 3


@click.command()
@click.argument("place", required=False, type=click.Path(path_type=Path), metavar="[PLACE]")
@click.option(
    "--ledger", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Ledger to verify."
)
@click.option(
    "--head",
    default="",
    metavar="SHA256",
    help="Digest that was the ledger's last once, as a page or a person has it: that line must still be there.",
)
@click.option(
    "--digest",
    default="",
    metavar="SHA256",
    help="Digest of SHA256SUMS, as whoever made the site or the pack was shown it: nothing in there vouches for that.",
)
@options.debug
def verify(place: Path | None, ledger: Path | None, head: str, digest: str) -> int:
    """Find what was changed in a built site, an evidence pack or a ledger since they were written.

    PLACE is the folder of a site, or a pack, zipped or unpacked. With a site and a ledger, the ledger must also hold the
    line that the site calls its last. Exits with 3 when anything is wrong.
    """
    if place is None and ledger is None:
        raise click.UsageError("name a site or a pack, a ledger with --ledger, or both")
    found: list[str] = []
    if place is not None:
        found += _wrong_with_pack(place, digest) if _is_pack(place) else _wrong_with_site(place, digest)
    if ledger is not None:
        found += _wrong_with_ledger(ledger, [head] if head else [], place)
    for line in found:
        click.echo(line)
    click.echo("not as it was" if found else "as it was written")
    return BROKEN_EXIT_CODE if found else 0


def _is_pack(place: Path) -> bool:
    """Whether it is to be taken for a pack: a file, or a folder in which one was unpacked."""
    from generator.exports.pack.manifest import PATH

    return place.is_file() or (place / PATH).is_file()


def _wrong_with_pack(place: Path, digest: str) -> Iterator[str]:
    from generator.errors import PackError, StoreError
    from generator.exports.pack.verify import verify_pack
    from generator.readers.opening import open_store

    try:
        with closing(open_store(place, place.name)) as store:
            verified = verify_pack(store)
    except StoreError as error:
        raise PackError(error.message, slug="pack-unknown", location=str(place), hint=error.hint) from error
    click.echo(f"{place}: {verified.count} files, {len(verified.faults)} not as they were packed")
    yield from (f"{place}: {path}: {message}" for path, message in verified.faults)
    yield from _other_digest(place, verified.sha256, digest)


def _wrong_with_site(place: Path, digest: str) -> Iterator[str]:
    import hashlib

    from generator.errors import SiteError
    from generator.provenance.sums import SUMS
    from generator.site.verify import site_faults

    if not place.is_dir():
        raise SiteError("is no folder", slug="site-missing", location=str(place))
    faults, count = site_faults(place)
    click.echo(f"{place}: {count} files, {len(faults)} not as they were built")
    yield from (f"{place / fault.path}: {fault.message}" for fault in faults)
    yield from _other_digest(place, hashlib.sha256((place / SUMS).read_bytes()).hexdigest(), digest)


def _other_digest(place: Path, sha256: str, expected: str) -> Iterator[str]:
    """Tell the digest of the list of digests, and whether it is the one that was asked for."""
    from generator.provenance.sums import SUMS

    click.echo(f"{place}: the SHA-256 of {SUMS} is {sha256}")
    if expected and expected.lower() != sha256:
        yield f"{place}: the SHA-256 of {SUMS} is not {expected.lower()}: the list was written anew"


def _wrong_with_ledger(ledger: Path, heads: list[str], site: Path | None) -> Iterator[str]:
    from generator.errors import LedgerError
    from generator.history.ledger import read_ledger
    from generator.history.verify import ledger_faults
    from generator.pages.paths import LEDGER_DATA
    from generator.provenance import Source

    if site is not None and (site / LEDGER_DATA).is_file():
        published = json.loads((site / LEDGER_DATA).read_text(encoding="utf-8"))
        heads += [published["head"]] if published.get("head") else []
    try:
        data = ledger.read_bytes()
    except OSError as error:
        raise LedgerError(
            f"cannot be read: {(error.strerror or str(error)).lower()}",
            slug="ledger-missing",
            location=str(ledger),
        ) from error
    read = read_ledger(data, Source(str(ledger)))
    click.echo(f"{ledger}: {read.count} lines, head {read.head or 'none'}")
    for fault in ledger_faults(read, heads):
        yield f"{ledger}:{fault.line}: {fault.message}" if fault.line else f"{ledger}: {fault.message}"
