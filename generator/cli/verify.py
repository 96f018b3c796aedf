"""``modelfolio verify``."""

import json
from pathlib import Path

import click

from generator.cli import options

BROKEN_EXIT_CODE = 3


@click.command()
@click.argument("site", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[SITE]")
@click.option(
    "--ledger", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Ledger to verify."
)
@click.option(
    "--head",
    default="",
    metavar="SHA256",
    help="Digest that was the ledger's last once, as a page or a person has it: that line must still be there.",
)
@options.debug
def verify(site: Path | None, ledger: Path | None, head: str) -> int:
    """Find what was changed in a built site or in a ledger since they were written.

    With both, the ledger must also hold the line that the site calls its last. Exits with 3 when anything is wrong.
    """
    from generator.errors import LedgerError, SiteError
    from generator.history.ledger import read_ledger
    from generator.history.verify import ledger_faults
    from generator.pages.paths import LEDGER_DATA
    from generator.provenance import Source
    from generator.site.verify import site_faults

    if site is None and ledger is None:
        raise click.UsageError("name a site, a ledger with --ledger, or both")
    found: list[str] = []
    if site is not None:
        if not site.is_dir():
            raise SiteError("is no folder", slug="site-missing", location=str(site))
        faults, count = site_faults(site)
        found += [f"{site / fault.path}: {fault.message}" for fault in faults]
        click.echo(f"{site}: {count} files, {len(faults)} not as they were built")
    if ledger is not None:
        heads = [head] if head else []
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
        wrong = ledger_faults(read, heads)
        found += [
            f"{ledger}:{fault.line}: {fault.message}" if fault.line else f"{ledger}: {fault.message}"
            for fault in wrong
        ]
        click.echo(f"{ledger}: {read.count} lines, head {read.head or 'none'}")
    for line in found:
        click.echo(line)
    click.echo("not as it was" if found else "as it was written")
    return BROKEN_EXIT_CODE if found else 0
