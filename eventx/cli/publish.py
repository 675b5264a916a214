"""`eventx publish`: feeds and pages as files."""

from __future__ import annotations

from pathlib import Path

import click

from eventx.cli.options import db
from eventx.cli.run import now, opened, say


@click.command(
    "publish",
    short_help="Write feeds and pages as files for any web host.",
    epilog="""\b
Examples:
  eventx publish public/ --base-url https://events.example.org
  eventx publish public/ --base-url https://someone.github.io/events --no-evidence
  eventx publish public/ --base-url https://events.example.org --feeds-only
""",
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--base-url", metavar="URL", envvar="EVENTX_BASE_URL", required=True,
    help="The address that DIR has on the web, for links that calendar programs follow; also EVENTX_BASE_URL.",
)  # fmt: skip
@click.option("--feeds-only", is_flag=True, help="No pages and no single events.")
@click.option("--no-evidence", is_flag=True, help="Without the releases' sentences, which are others' text.")
@db
def command(db: str, folder: Path, base_url: str, feeds_only: bool, no_evidence: bool) -> None:
    """Write the public feeds and the pages into DIR: 180 days back and 18 months ahead.

    Only files that changed are written, each whole or not at all. Nothing in DIR is removed but what an earlier
    publish wrote and the calendar no longer has.
    """
    from eventx.serve.settings import Settings, checked, out_of_reach

    settings = checked(Settings(db=db, base_url=base_url, feeds_only=feeds_only, evidence=not no_evidence))
    store = opened(db)
    try:
        from eventx.serve.publish import publish
    except ImportError as error:
        raise click.ClickException(f"{error.name} is missing: pip install 'eventx[serve]'") from error
    if why := out_of_reach(settings.base):
        say(f"note: {why}: Google and Outlook on the web cannot subscribe")
    done = publish(store, folder, settings, now().date())
    click.echo(f"{folder}: {done.written} written, {done.same} as they were, {done.removed} removed")
