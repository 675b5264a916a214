"""The command: what it writes, and that each error is one line on standard error with the right exit status."""

from __future__ import annotations

import configparser
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from eventx.cli import main
from eventx.cli.extract import default_format
from eventx.cli.options import likely_zones
from eventx.model import as_day

ROOT = Path(__file__).resolve().parents[1]
RELEASE = (
    "BEIJING, Sept. 27, 2021 /PRNewswire/ -- The 2021 Zhongguancun Forum will be held in Beijing from Oct. 4 to 8. "
    "The forum's opening ceremony is to be held at 9:30 a.m. on Oct. 4.\n"
)
UNDATED = "The Harbor Jazz Festival will be held on Friday at Pier 4.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, with a release in `release.txt`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "release.txt").write_text(RELEASE, encoding="utf-8")
    return tmp_path


def run(*args: str, given: str | bytes | None = None) -> Result:
    """The command in this process, with something on standard input."""
    return CliRunner().invoke(main, args, input=given, prog_name="eventx")


def process(*args: str, **kwargs: object) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "eventx", *args]
    return subprocess.run(command, capture_output=True, check=False, env=env, **kwargs)  # type: ignore[call-overload,no-any-return]


@dataclass(frozen=True)
class Fault:
    """A command that goes wrong, the files it finds, its exit status, and what its one line has to say."""

    args: Sequence[str]
    status: int
    says: str
    files: dict[str, bytes] = field(default_factory=dict)


JSONL = b'{"text": "One."}\n{"text": "Two."}\n{"text": \n{"text": "Four."}\n{"text": "Five."}\n'
FAULTS = {
    "no such file": Fault(["extract", "nosuchfile.txt"], 1, "eventx: nosuchfile.txt: no such file"),
    "an empty file": Fault(["extract", "a.txt"], 1, "eventx: a.txt: is empty", {"a.txt": b""}),
    "a blank file": Fault(["extract", "a.txt"], 1, "eventx: a.txt: is empty", {"a.txt": b" \n\n"}),
    "a binary file": Fault(["extract", "a.txt"], 1, "eventx: a.txt: looks like", {"a.txt": bytes(range(256)) * 9}),
    "a PDF": Fault(["extract", "a.pdf"], 1, "a.pdf: is a PDF that cannot be read", {"a.pdf": b"%PDF-1.7\n"}),
    "a folder without releases": Fault(["extract", "d"], 1, "eventx: d: holds no releases", {"d/a.xyz": b"x"}),
    "a text of 50 MB": Fault(["extract", "a.txt"], 1, "a.txt: has more than 10 million", {"a.txt": b"word " * 10**7}),
    "a broken line of five": Fault(["dates", "a.jsonl"], 1, "eventx: a.jsonl:3: invalid JSON", {"a.jsonl": JSONL}),
    "a date that is no date": Fault(["extract", "release.txt", "--published", "yesterday"], 2, "2021-09-27"),
    "a zone misspelt": Fault(["extract", "release.txt", "--tz", "Europe/Pariss"], 2, "did you mean Europe/Paris"),
    "a zone by its city": Fault(["dates", "release.txt", "--tz", "Beijing"], 2, "did you mean Asia/Shanghai"),
    "a zone that is a folder": Fault(["dates", "release.txt", "--tz", "Europe"], 2, "no time zone 'Europe'"),
    "a zone that is a path": Fault(["dates", "release.txt", "--tz", "../../etc/passwd"], 2, "no time zone"),
    "a place unknown": Fault(["explain", "release.txt", "--near", "Xyzzyville"], 2, "no place is called 'Xyzzyville'"),
    "a folder that is not there": Fault(["extract", "release.txt", "-o", "no/a.ics"], 2, "does not exist; make it"),
    "an output that is a folder": Fault(["extract", "release.txt", "-o", "d"], 2, "is a directory", {"d/a": b""}),
    "a format unknown": Fault(["extract", "release.txt", "--format", "xls"], 2, "'xls' is not one of"),
    "a confidence above one": Fault(["extract", "release.txt", "--min-confidence", "2"], 2, "--min-confidence"),
    "no workers": Fault(["extract", "release.txt", "--workers", "0"], 2, "--workers"),
    "a model not installed": Fault(["extract", "release.txt", "--model", "no_such"], 2, "spacy download no_such"),
    "a folder that is no model": Fault(["explain", "release.txt", "--model", "d"], 2, "does not load", {"d/a": b""}),
    "a model that tells nothing": Fault(["extract", "release.txt", "--model", "blank:en"], 2, "neither entities nor"),
    "an option misspelt": Fault(["extract", "release.txt", "--formt", "ics"], 2, "--format"),
    "a command misspelt": Fault(["extrat", "release.txt"], 2, "eventx: No such command 'extrat'"),
    "timex3 of two": Fault(["dates", "release.txt", "release.txt", "--format", "timex3"], 2, "holds one release"),
    "an address": Fault(["extract", "http://localhost/a"], 1, "is a private address; --allow-private lets it pass"),
    "a name with a line end": Fault(["extract", "a\nb"], 1, "eventx: a b: no such file"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_error_is_one_line(here: Path, fault: Fault) -> None:
    for name, content in fault.files.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_bytes(content)
    before = {path: path.stat().st_size for path in here.rglob("*")}
    done = run(*fault.args)
    assert (done.exit_code, done.stderr.count("\n")) == (fault.status, 1)
    assert fault.says in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.stat().st_size for path in here.rglob("*")} == before


def test_a_process_ends_as_the_runner_says(here: Path) -> None:
    done = process("extract", "nosuchfile.txt", cwd=here)
    assert (done.returncode, done.stdout) == (1, b"")
    assert (
        done.stderr
        == b"eventx: nosuchfile.txt: no such file or folder; check the path, and write addresses with https://\n"
    )


def test_a_read_only_folder_is_refused_before_the_work(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode, **_: mode != os.W_OK)  # root may write anywhere
    done = run("extract", "release.txt", "-o", "a.ics")
    assert done.exit_code == 2
    assert "is read-only; choose another place" in done.stderr


def test_a_terminal_without_input_is_a_usage_error(here: Path) -> None:
    pty = pytest.importorskip("pty")
    keyboard, screen = pty.openpty()
    done = process("extract", stdin=screen, cwd=here)
    os.close(keyboard)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert done.stderr.startswith(b"eventx extract: Missing INPUT")


def test_what_can_be_read_is_done_and_the_rest_told(here: Path) -> None:
    done = run("extract", "nosuchfile.txt", "release.txt", "--format", "jsonl", "-o", "a.jsonl")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert len((here / "a.jsonl").read_text("utf-8").splitlines()) >= 1


def test_where_nothing_can_be_read_a_file_stays_as_it_was(here: Path) -> None:
    (here / "a.ics").write_bytes(b"the old one")
    assert run("extract", "nosuchfile.txt", "-o", "a.ics").exit_code == 1
    assert (here / "a.ics").read_bytes() == b"the old one"
    assert [p.name for p in here.iterdir() if p.name.endswith(".part")] == []


@pytest.mark.parametrize(
    ("output", "form"),
    [(None, "ics"), ("-", "ics"), ("a.ics", "ics"), ("a.JSONL", "jsonl"), ("a.json", "json"), ("a.csv", "csv"),
     ("a.txt", "ics"), ("calendar", "ics"), ("a.table", "table")],
)  # fmt: skip
def test_the_format_is_told_by_the_output(output: str | None, form: str) -> None:
    assert default_format(output) == form


def test_a_terminal_gets_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventx.cli.extract.is_terminal", lambda name: name == "stdout")
    assert (default_format(None), default_format("a.ics")) == ("table", "ics")


def test_extract_writes_to_a_file_what_it_writes_to_a_pipe(here: Path) -> None:
    piped = run("extract", "release.txt")
    assert (piped.exit_code, piped.stderr) == (0, "")
    assert piped.stdout_bytes.startswith(b"BEGIN:VCALENDAR\r\n")
    assert run("extract", "release.txt", "-o", "a.ics").stdout == ""
    assert (here / "a.ics").read_bytes() == piped.stdout_bytes
    assert run("extract", given=RELEASE).stdout_bytes == piped.stdout_bytes
    assert run("extract", "-", given=RELEASE).stdout_bytes == piped.stdout_bytes


def test_jsonl_is_the_same_from_a_stream_and_from_a_file(here: Path) -> None:
    streamed = run("extract", "release.txt", "release.txt", "--format", "jsonl").stdout_bytes
    run("extract", "release.txt", "release.txt", "-o", "a.jsonl")
    assert streamed == (here / "a.jsonl").read_bytes()
    assert all(json.loads(line)["title"] for line in streamed.splitlines())


def test_a_table_has_escapes_on_a_terminal_alone(here: Path) -> None:
    pty = pytest.importorskip("pty")
    screen, stdout = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"} | {"NO_COLOR": ""}
    command = [sys.executable, "-m", "eventx", "extract", "release.txt"]
    subprocess.run([*command, "--format", "table", "-o", "a.txt"], stdout=stdout, cwd=here, env=env, check=True)
    subprocess.run(command, stdout=stdout, cwd=here, env=env, check=True)
    assert b"\x1b" not in (here / "a.txt").read_bytes()
    assert b"\x1b[36m2021-10-04" in os.read(screen, 65536)


def test_min_confidence_leaves_events_out(here: Path) -> None:
    assert run("extract", "release.txt", "--format", "jsonl", "--min-confidence", "1").stdout == ""


def test_workers_write_the_same_bytes(here: Path) -> None:
    lines = [json.dumps({"text": RELEASE.replace("Oct.", f"{month}."), "id": month}) for month in ("Oct", "Nov", "Dec")]
    (here / "a.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    one, two = (process("extract", "a.jsonl", "--format", "jsonl", "--workers", n, cwd=here) for n in "12")
    assert one.stdout
    assert (one.stdout, one.stderr, one.returncode) == (two.stdout, two.stderr, two.returncode)


@pytest.mark.parametrize("command", ["extract", "dates"])
def test_a_release_without_a_day_is_noted(here: Path, command: str) -> None:
    noted = run(command, given=UNDATED)
    assert noted.exit_code == 0
    assert noted.stderr == (
        'eventx: note: "The Harbor Jazz Festival will be held on Friday at Pier 4." tells no day to count '
        '"Friday" from; give --published DATE\n'
    )
    assert run(command, "--quiet", given=UNDATED).stderr == ""
    assert run(command, "--published", "2021-09-27", given=UNDATED).stderr == ""
    assert run(command, given="It will be held on Oct. 4, 2021.").stderr == ""


def test_published_is_what_days_are_counted_from() -> None:
    done = run("dates", "--published", "2021-09-30", given="The festival will open tomorrow.\n")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(t["text"], t["from"], t["to"]) for t in told] == [("tomorrow", "2021-10-01", "2021-10-01")]


def test_dates_keeps_the_contract_of_an_expression(here: Path) -> None:
    lines = [json.loads(line) for line in run("dates", "release.txt").stdout.splitlines()]
    keys = "start end text value from to precision timezone role rule inferred source".split()
    assert lines
    for line in lines:
        assert list(line) == keys
        assert RELEASE[line["start"] : line["end"]] == line["text"]
        assert as_day(line["from"], "from") <= as_day(line["to"] or line["from"], "to")  # type: ignore[operator]
        assert list(line["source"]) == ["id"]


def test_timex3_is_the_text_with_tags(here: Path) -> None:
    tree = ElementTree.fromstring(run("dates", "release.txt", "--format", "timex3").stdout_bytes)
    text = tree.find("TEXT")
    assert text is not None
    assert "".join(text.itertext()) == RELEASE
    assert "2021-10-04/2021-10-08" in [tag.get("value") for tag in text.iter("TIMEX3")]


def test_explain_writes_text_pages_and_annotations(here: Path) -> None:
    assert run("explain", "release.txt").stdout.startswith("Release ")
    done = run("explain", "release.txt", "release.txt", "-o", "a.html", "--as-gold", "a.jsonl")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert (here / "a.html").read_text("utf-8").count("<article>") == 2
    gold = [json.loads(line) for line in (here / "a.jsonl").read_text("utf-8").splitlines()]
    assert [record["text"] for record in gold] == [RELEASE, RELEASE]


@pytest.mark.parametrize("args", [[], ["extract"], ["explain"], ["dates"]], ids=" ".join)
def test_help_shows_examples(args: list[str]) -> None:
    done = run(*args, "--help")
    assert done.exit_code == 0
    assert f"  eventx {' '.join(args)}" in done.stdout.partition("Examples:")[2]


def test_without_a_command_help_is_shown() -> None:
    assert run().stdout == run("--help").stdout


def test_version_is_that_of_the_package() -> None:
    told = configparser.ConfigParser()
    told.read(ROOT / "setup.cfg")
    assert run("--version").stdout == f"eventx {told['metadata']['version']}\n"


def test_interrupted_is_one_line_and_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("eventx.pipeline.scene_of", stop)
    done = run("extract", given=RELEASE)
    assert (done.exit_code, done.stderr, done.stdout) == (130, "eventx: interrupted\n", "")


def test_what_nobody_foresaw_is_told_for_its_release_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import eventx.pipeline as pipeline

    whole = pipeline.scene_of

    def fails(release: object, options: object) -> object:
        if "Harbor" in release.text:  # type: ignore[attr-defined]
            raise RuntimeError("two\nlines")
        return whole(release, options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "scene_of", fails)
    (here / "a.txt").write_text(UNDATED, encoding="utf-8")
    done = run("dates", "a.txt", "release.txt")
    assert done.exit_code == 1
    assert "could not be worked out (RuntimeError: two lines); please report it" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout


def test_a_terminal_sees_how_far_it_is_and_the_errors(here: Path) -> None:
    pty = pytest.importorskip("pty")
    screen, stderr = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    command = [sys.executable, "-m", "eventx", "dates", "release.txt", "nosuchfile.txt", "release.txt", "-o", "a.jsonl"]
    subprocess.run(command, stderr=stderr, cwd=here, env=env, check=False)
    seen = os.read(screen, 65536).decode()
    assert "releases" in seen
    assert "\r\x1b[Keventx: nosuchfile.txt: no such file" in seen
    subprocess.run([*command, "--quiet"], stderr=stderr, cwd=here, env=env, check=False)
    assert (
        os.read(screen, 65536).decode()
        == "eventx: nosuchfile.txt: no such file or folder; check the path, and write addresses with https://\r\n"
    )


def test_a_reader_who_leaves_is_no_error(here: Path) -> None:
    (here / "a.jsonl").write_text((json.dumps({"text": RELEASE}) + "\n") * 400, encoding="utf-8")
    command = f'"{sys.executable}" -m eventx dates a.jsonl | head -n 1'
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, cwd=here, env=env, check=True)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


@pytest.mark.parametrize(
    ("name", "zone"),
    [("america/new_york", ["America/New_York"]), ("New York", ["America/New_York"]), ("Beijing", ["Asia/Shanghai"]),
     ("Asia/Tokio", ["Asia/Tokyo"]), ("qqqq", [])],
)  # fmt: skip
def test_zones_that_somebody_may_have_meant(name: str, zone: list[str]) -> None:
    assert likely_zones(name)[:1] == zone


def test_shell_completion_knows_commands_and_zones() -> None:
    env = {"_EVENTX_COMPLETE": "bash_complete", "COMP_WORDS": "eventx dates --tz Europe/Par", "COMP_CWORD": "3"}
    done = CliRunner().invoke(main, [], prog_name="eventx", env=env)
    assert done.stdout.split() == ["plain,Europe/Paris"]


def cost(*args: str, cache: Path) -> float:
    """Processor seconds of a Python process, user and system."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache), "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *args], env=env, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.full
def test_the_command_starts_quickly(tmp_path: Path) -> None:
    """Ratios, since machines differ; the best of several runs in turn, since others use the machine too."""
    release = tmp_path / "release.txt"
    release.write_text(RELEASE, encoding="utf-8")
    commands = {
        "spacy": ["-c", "import spacy"],
        "version": ["-m", "eventx", "--version"],
        "extract": ["-m", "eventx", "extract", str(release)],
    }
    runs = [{name: cost(*args, cache=tmp_path) for name, args in commands.items()} for _ in range(6)]
    best = {name: min(run[name] for run in runs[1:]) for name in commands}  # the first one compiles
    assert best["version"] < 0.25 * best["spacy"]
    assert best["extract"] < 1.3 * best["spacy"]
