"""`make fuzz`: every reader on damaged and hostile input, for ten minutes in all.

The files of tests/sources are the seeds. Hypothesis cuts, repeats, nests and mixes them, and puts what is known to
hurt parsers in between; containers are damaged inside too. Each reader runs in a process of its own that may take two
seconds of processor time an input and 500 MB more than it needs for nothing. Whatever is raised but InputError, what
takes longer, needs more or kills the process is told once, with the input kept in build/fuzz for a test.

    python -m tools.fuzz --seconds 600
    python -m tools.fuzz --reader html --seconds 30
"""

from __future__ import annotations

import argparse
import gzip
import io
import resource
import signal
import subprocess
import sys
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import given as examples_of
from hypothesis import strategies as st

from eventx.errors import InputError
from eventx.ingest.dispatch import reader_of
from eventx.ingest.kinds import KINDS, Kind
from eventx.ingest.values import CHUNK, Document, Reading
from eventx.model import Release, day_of

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "fuzz"
SECONDS, MEMORY = 2.0, 500 * 2**20
_ROUND = 100  # examples of one seed of hypothesis
_SILENCE = 60.0  # seconds without a sign of life after which a process hangs where no signal reaches it
_LONGEST = 300_000  # bytes of an input

HURTS: tuple[bytes, ...] = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\r\n", b"\r", b"\n\n", b"<", b"<!--", b"]]>", b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>", b"&c;", b"&#0;", b"&#xD800;",
    b"<script type='application/ld+json'>", b"</script>", b"<div>", b"<table><tr><td>", b"<ul><li>", b"<a href='",
    b"[", b"{", b'{"a":', b'"@graph":[', b'"', b"\\u0000", b"\\ud800", b"1e999", b"-1", b"99999999999999999999",
    b"9999-12-31", b"0000-00-00", b"20261301T250000", b"\nRRULE:FREQ=SECONDLY\n", b"\nBEGIN:VEVENT\n",
    b"\nEND:VEVENT\n", b"\nDTSTART;TZID=No/Where:", b"DURATION:P99999999W", b"--", b"\nContent-Type: multipart/mixed\n",
    b"\nContent-Transfer-Encoding: base64\n", b"=?utf-8?b?", b"?=", b"=\n", b"\nFrom a@b Mon Jan  1 00:00:00 2024\n",
    b"charset=utf-7", b"charset=idna", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"obj\n<<", b">>\nendobj\n",
    b"/Kids [1 0 R]", b"stream\n", b"xref\n0 99999999\n", b"https://[::1", b"javascript:alert(1)", b"file:///etc/passwd",
)  # fmt: skip


class TooLong(BaseException):
    """The processor time of one input is up. No Exception, so that no reader takes it for one of its own."""


def seeds(kind: Kind) -> list[bytes]:
    """Whole files of that kind, of our own making."""
    folder = ROOT / "tests" / "sources" / kind.name
    files = [path for path in sorted(folder.glob("*")) if not path.name.endswith(".plain.json")]
    return [path.read_bytes() for path in files] or [b"Acme Forum, Paris, May 5, 2026\n", b'{"text": "May 5, 2026"}\n']


@st.composite
def damaged(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """A seed after up to six accidents."""
    data = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(0, 6))):
        at, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        accident = draw(st.sampled_from(("cut", "put", "many", "again", "mix", "bytes", "short")))
        if accident == "cut":
            data = data[:at] + data[min(end, at + draw(st.integers(1, 400))) :]
        elif accident == "put":
            data = data[:at] + draw(st.sampled_from(HURTS)) + data[at:]
        elif accident == "many":
            data = data[:at] + draw(st.sampled_from(HURTS)) * draw(st.sampled_from((10, 1000, 20_000))) + data[at:]
        elif accident == "again":
            data = data[:at] + data[at:end][:5000] * draw(st.sampled_from((2, 50))) + data[at:]
        elif accident == "mix":
            other = draw(st.sampled_from(whole))
            data = data[:at] + other[draw(st.integers(0, len(other))) :][:5000] + data[at:]
        elif accident == "bytes":
            data = data[:at] + draw(st.binary(max_size=40)) + data[min(end, at + 40) :]
        else:
            data = data[:end]
        data = data[:_LONGEST]
    return data


@st.composite
def in_zip(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """An Office document with one of its members damaged, or damaged as it is."""
    data = draw(st.sampled_from(whole))
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    inside = sorted(name for name in members if name.endswith((".xml", ".rels")))
    victim = draw(st.sampled_from([*inside, *["word/document.xml"] * len(inside)]))
    members[victim] = draw(damaged([members[victim]]))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, member in members.items():
            new.writestr(name, member)
    return made.getvalue()


@st.composite
def in_gzip(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    """An archive damaged before it is compressed."""
    plain = [gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in whole]
    return gzip.compress(draw(damaged(plain)), 1, mtime=0)


def strategy(kind: Kind) -> st.SearchStrategy[bytes]:
    """Input for the reader of a kind."""
    whole = seeds(kind)
    packed = {"docx": in_zip, "warc": in_gzip}.get(kind.name)
    return st.one_of(damaged(whole), packed(whole)) if packed else damaged(whole)


def look(kind: Kind, data: bytes) -> None:
    """Read one input and look at what comes out: errors are InputErrors of one line, releases are clean."""
    told: list[InputError] = []
    document = Document(
        where="fuzz", head=data[:CHUNK], rest=io.BytesIO(data[CHUNK:]), suffix=kind.suffixes[0], url="https://a.example/b"
    )  # fmt: skip
    try:
        releases = list(reader_of(kind, "fuzz")(document, Reading(on_error=told.append)))
    except InputError as error:
        releases = []
        told.append(error)
    for line in map(str, told):
        assert "\n" not in line, f"an error of two lines: {line[:200]!r}"
        assert len(line) < 1000, f"an error as long as its input: {line[:200]!r}"
    for release in releases:
        check(release)


def check(release: Release) -> None:
    """What holds of each release, whatever it was read from."""
    for text in (release.text, release.title or "", release.id, release.lang or "", release.url or ""):
        text.encode("utf-8")  # no lone surrogates, which no format can hold
    assert "\0" not in release.text
    assert "\n" not in (release.title or "")
    assert (release.url or "https://").startswith(("http://", "https://"))
    for event in release.given:
        event.as_json()
        assert "\n" not in event.title
        assert event.end is None or event.last_day >= day_of(event.start)


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """TooLong where the block takes more processor time, or waits for ten times as long."""

    def over(number: int, frame: object) -> None:
        raise TooLong(f"more than {seconds:g} s")

    for number, timer, most in (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, 10 * seconds),
    ):
        signal.signal(number, over)
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def one_round(number: int, kind: Kind, current: Path) -> tuple[int, BaseException | None]:
    """A hundred inputs of one seed; how many were read, and what the first bad one raised."""
    read = 0

    @seed(number)
    @settings(
        max_examples=_ROUND, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    @examples_of(strategy(kind))
    def run(data: bytes) -> None:
        nonlocal read
        current.write_bytes(data)
        with timed(SECONDS):
            look(kind, data)
        read += 1

    try:
        with warnings.catch_warnings(action="ignore"):  # of long inputs that hypothesis would print
            run()
    except (Exception, TooLong) as error:  # whatever it is, it is told: that is what fuzzing is for
        return read, error
    return read, None


def fuzz(kind: Kind, until: float, first: int, tell: Callable[[str], None]) -> int:
    """Round after round until the time is up; how many different faults were found."""
    KEPT.mkdir(parents=True, exist_ok=True)
    current, found, read, number = KEPT / f"{kind.name}.now", set[str](), 0, first
    look(kind, seeds(kind)[0])  # libraries are loaded before memory is counted
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    limit = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while time.monotonic() < until:
        more, error = one_round(number, kind, current)
        read, number = read + more, number + 1
        where = place(error) if error is not None else ""
        if error is not None and where not in found:
            found.add(where)
            kept = KEPT / f"{kind.name}-{len(found)}"
            current.replace(kept)
            tell(
                f"{kind.name}: {type(error).__name__}: {' '.join(str(error).split())[:160]} at {where}; input in {kept}"
            )
    most = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - grown) / 2**20
    tell(f"{kind.name}: {read} inputs, {len(found)} faults, {most:.0f} MB more memory at most")
    current.unlink(missing_ok=True)
    return len(found)


def place(error: BaseException) -> str:
    """The innermost line of eventx that a fault came through: faults are told apart by it."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/eventx/" in f.filename]
    return f"{frames[-1].filename.rpartition('/eventx/')[2]}:{frames[-1].lineno}" if frames else "tools/fuzz.py"


def over_all(names: list[str], seconds: float, first: int) -> int:
    """Each reader in a process of its own; how many of them are at fault."""
    bad = 0
    for name in names:
        share = seconds / len(names)
        command = [sys.executable, "-m", "tools.fuzz", "--one", name, "--seconds", f"{share:g}", "--seed", str(first)]
        try:
            status = subprocess.run(command, cwd=ROOT, check=False, timeout=share + _SILENCE).returncode
        except subprocess.TimeoutExpired:
            status = -signal.SIGKILL
        if status not in (0, 1):
            print(f"{name}: killed ({status}); input in {KEPT / name}.now", flush=True)
        bad += status != 0
    return bad


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [kind.name for kind in KINDS]
    parser.add_argument("--seconds", type=float, default=600.0, help="in all")
    parser.add_argument("--seed", type=int, default=1, help="other inputs with another number")
    parser.add_argument("--reader", choices=names, action="append", help="this one only; may be repeated")
    parser.add_argument("--one", choices=names, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one:
        kind = next(kind for kind in KINDS if kind.name == told.one)
        until = time.monotonic() + told.seconds
        return min(1, fuzz(kind, until, told.seed, lambda line: print(line, flush=True)))
    bad = over_all(told.reader or names, told.seconds, told.seed)
    print(f"{bad} readers at fault" if bad else "no reader at fault")
    return min(1, bad)


if __name__ == "__main__":
    sys.exit(main())
