"""`eventx explain`: how each date was read, and how each event came about."""

from __future__ import annotations

from datetime import date
from functools import partial

import click

from eventx.cli.options import FILE, Fetching, anchoring, fetching, inputs, model, options_of, output, writable
from eventx.cli.run import Run
from eventx.model import Options, Release


def tell(release: Release, options: Options, *, form: str, gold: bool) -> tuple[str, str]:
    """A release's derivation in a format, and its annotation ("" where none is wanted)."""
    from eventx.explain import article, gold_line, in_text
    from eventx.pipeline import scene_of

    scene = scene_of(release, options)
    return article(scene) if form == "html" else in_text(scene), gold_line(scene) if gold else ""


@click.command(
    "explain",
    short_help="Tell how each date and event came about.",
    epilog="""\b
Examples:
  eventx explain release.txt
  eventx explain https://example.org/news/harbour-fair.html
  eventx explain release.txt --format html -o release.html
  eventx explain release.txt --as-gold release.gold.jsonl
""",
)
@inputs
@output
@click.option(
    "--format", "form", type=click.Choice(["text", "html"]),
    help="Default: html where -o names an .html file, else text.",
)  # fmt: skip
@click.option(
    "--as-gold", metavar="FILE", type=FILE, callback=writable,
    help="Also write the releases with their events to FILE as annotated JSONL, to be corrected by hand.",
)  # fmt: skip
@anchoring
@model
@fetching
def command(
    inputs: tuple[str, ...], output: str | None, form: str | None, as_gold: str | None, published: date | None,
    tz: str | None, near: str | None, model: str | None, fetching: Fetching,
) -> None:  # fmt: skip
    """Tell, for each date and event of INPUT, the words, the rule and the reason.

    INPUT is a file (text, web page, feed, mail, PDF, Word, calendar, JSON or JSONL), a folder of them, an address, or -
    for standard input.
    """
    run = Run(inputs, fetching=fetching)
    form = form or ("html" if output and output.lower().endswith((".html", ".htm")) else "text")
    work = partial(tell, form=form, gold=as_gold is not None)
    told = [result for _, result in run.results(work, options_of(published, tz, near, model=model))]
    if as_gold is not None:
        run.write("".join(gold for _, gold in told).encode("utf-8", "backslashreplace"), as_gold)
    run.write(joined([text for text, _ in told], form), output)
    run.end()


def joined(pieces: list[str], form: str) -> bytes:
    """The derivations of all releases as one page, or one text."""
    if form == "html":
        from eventx.explain import page

        return page(pieces).encode("utf-8", "backslashreplace")
    return "\n".join(pieces).encode("utf-8", "backslashreplace")
