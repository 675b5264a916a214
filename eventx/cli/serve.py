"""`eventx serve`: the feeds and pages over HTTP."""

from __future__ import annotations

import click

from eventx.cli.options import db
from eventx.cli.run import opened, say


@click.command(
    "serve",
    short_help="Serve the feeds over HTTP.",
    epilog="""\b
Examples:
  eventx serve
  eventx serve --port 8080 --db newsroom.db
  eventx serve --base-url https://events.example.org --no-evidence
""",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--base-url", metavar="URL", envvar="EVENTX_BASE_URL",
    help="The address that clients reach the server by, where a proxy stands before it; also EVENTX_BASE_URL.",
)  # fmt: skip
@click.option(
    "--edit-token", metavar="TOKEN", envvar="EVENTX_EDIT_TOKEN",
    help="Who knows it may decide in the pages; without one that is for this machine alone.",
)  # fmt: skip
@click.option("--feeds-only", is_flag=True, help="No pages and no API: what no feed has is not shown.")
@click.option("--no-evidence", is_flag=True, help="Without the releases' sentences, which are others' text.")
@click.option("--no-gzip", is_flag=True, help="Compress nothing, whatever a client asks for.")
@click.option("--no-access-log", is_flag=True, help="No line for each request.")
@db
def command(
    db: str, host: str, port: int, base_url: str | None, edit_token: str | None, feeds_only: bool, no_evidence: bool,
    no_gzip: bool, no_access_log: bool,
) -> None:  # fmt: skip
    """Serve the calendar's feeds, events and news until Ctrl-C. What other programs add shows without a restart.

    Who can reach the server is up to --host: unless told, this machine alone.
    """
    from eventx.serve.settings import Settings, checked, out_of_reach

    settings = checked(
        Settings(
            db=db, host=host, port=port, base_url=base_url, edit_token=edit_token, feeds_only=feeds_only,
            evidence=not no_evidence, gzip=not no_gzip, access_log=not no_access_log,
        )
    )  # fmt: skip
    opened(db)
    try:
        from eventx.serve import pages
        from eventx.serve.run import run
    except ImportError as error:
        raise click.ClickException(f"{error.name} is missing: pip install 'eventx[serve]'") from error
    say(f"serving {db} at {settings.base}; Ctrl-C ends it")
    if why := out_of_reach(settings.base):
        say(f"{why}: Google and Outlook on the web cannot subscribe; see --base-url")
    more = [] if settings.feeds_only else pages.routes(settings)
    if not run(settings, more):
        click.get_current_context().exit(1)
