"""``modelfolio controls``."""

import json

import click

from generator.cli import options


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="Shape of the output."
)
@options.debug
def controls(form: str) -> None:
    """List every control that is installed."""
    from generator.governance.discovery import discover_controls
    from generator.governance.parameters import as_text

    found, problems = discover_controls()
    for problem in problems:
        click.echo(str(problem), err=True)
    if form == "json":
        rows = [
            {
                "id": control.about.id,
                "version": control.about.version,
                "title": control.about.title,
                "family": control.about.family.value,
                "severity": control.about.severity.value,
                "automation": control.about.automation.value,
                "extended": control.about.extended,
                "waivable": control.about.waivable,
                "package": control.package,
                "package_version": control.package_version,
                "parameters": dict(as_text(control.kind())),
                "clauses": list(control.about.clauses),
            }
            for control in found
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    for control in found:
        about = control.about
        click.echo(f"{about.id:8} {about.severity.value:8} {about.title}")
        told = [f"{name}: {value}" for name, value in as_text(control.kind()).items()]
        brought = f"{control.package or 'unknown package'} {control.package_version}, version {about.version}"
        click.echo(f"         {brought}" + (f"; {'; '.join(told)}" if told else ""))
        if about.clauses:
            click.echo(f"         {', '.join(about.clauses)}")
