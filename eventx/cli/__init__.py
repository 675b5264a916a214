"""The command `eventx`. Errors are one line on standard error; exit 0 fine, 1 some inputs failed, 2 usage."""

from __future__ import annotations

import gc
import sys
from typing import Any

import click

from eventx import __version__
from eventx.cli import config
from eventx.cli.add import command as add_command
from eventx.cli.backup import command as backup_command
from eventx.cli.changes import command as changes_command
from eventx.cli.confirm import command as confirm_command
from eventx.cli.dates import command as dates_command
from eventx.cli.doctor import command as doctor_command
from eventx.cli.edit import command as edit_command
from eventx.cli.explain import command as explain_command
from eventx.cli.export import command as export_command
from eventx.cli.extract import command as extract_command
from eventx.cli.feed import command as feed_command
from eventx.cli.list import command as list_command
from eventx.cli.merge import command as merge_command
from eventx.cli.publish import command as publish_command
from eventx.cli.reject import command as reject_command
from eventx.cli.restore import command as restore_command
from eventx.cli.run import say
from eventx.cli.serve import command as serve_command
from eventx.cli.show import command as show_command
from eventx.cli.source import command as source_command
from eventx.cli.split import command as split_command
from eventx.cli.sync import command as sync_command
from eventx.errors import EventxError, OptionError

INTERRUPTED = 130  # as shells tell a process that Ctrl-C ended: 128 + SIGINT
_GARBAGE = (200_000, 30, 30)
"""Objects between collections: at Python's 700 a sixth of a short run goes into looking through spaCy's modules."""


class OneLine(click.Group):
    """A group whose errors are one line each, in place of click's usage text above them."""

    def invoke(self, ctx: click.Context) -> Any:
        """As in click; Ctrl-C ends with a line and 130."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say("interrupted")
            ctx.exit(INTERRUPTED)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """As in click, and always ends the process."""
        gc.set_threshold(*_GARBAGE)
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.UsageError as error:
            name = error.ctx.command_path if error.ctx else "eventx"
            say(f"{error.format_message()} (see {name} --help)", name)
            status = error.exit_code
        except (click.ClickException, EventxError) as error:
            say(error.format_message() if isinstance(error, click.ClickException) else str(error))
            status = 2 if isinstance(error, OptionError) else 1
        except click.Abort:
            status = INTERRUPTED
        gc.freeze()  # the process ends: its last collection would look through spaCy's modules once more
        sys.exit(status if isinstance(status, int) else 0)


@click.group(
    cls=OneLine,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  eventx extract release.txt
  eventx extract releases/ --format ics -o events.ics
  eventx add releases/
  eventx list
  eventx COMMAND --help

\b
Shell completion, in ~/.bashrc (or zsh_source, fish_source for those shells):
  eval "$(_EVENTX_COMPLETE=bash_source eventx)"
""",
)
@click.version_option(__version__, "-V", "--version", message="eventx %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Find the events in press releases and news text, with when and where each one is, and keep a calendar of them."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
    else:
        ctx.default_map = config.defaults(main)


for each in (
    extract_command, explain_command, dates_command, add_command, list_command, show_command,
    changes_command, export_command, confirm_command, reject_command, edit_command, merge_command,
    split_command, backup_command, restore_command, doctor_command, source_command, sync_command, feed_command,
    serve_command, publish_command,
):  # fmt: skip
    main.add_command(each)

__all__ = ["main"]
