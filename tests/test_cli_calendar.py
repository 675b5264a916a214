"""The commands of the calendar: add, list, show, changes, export, decisions, backup, restore, doctor, configuration."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventx.cli import main
from eventx.cli.add import summary
from eventx.cli.doctor import packages
from eventx.cli.options import default_db

ROOT = Path(__file__).resolve().parents[1]
FORUM = (
    "GENEVA, Sept. 27, 2031 /PRNewswire/ -- The 2031 Lakeside Robotics Forum will be held in Geneva from Oct. 6 to 10. "
    "Admission is free.\n"
)
AGAIN = (
    "GENEVA, Sept. 29, 2031 /PRNewswire/ -- The 2031 Lakeside Robotics Forum in Geneva, Oct. 6 to 10, "
    "has been cancelled.\n"
)
FAIR = "BERGEN, Norway, Jan. 5, 2019 /PRNewswire/ -- The Harbour Book Fair will be held in Bergen from Feb. 4 to 7.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in with three releases, and a calendar of its own that holds none of them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVENTX_DB", str(tmp_path / "data" / "calendar.db"))
    monkeypatch.setenv("EVENTX_CONFIG", str(tmp_path / "config.toml"))
    for name, text in {"forum": FORUM, "again": AGAIN, "fair": FAIR}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def run(*args: str, given: str | None = None) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, args, input=given, prog_name="eventx")


def fine(*args: str) -> str:
    """What a command writes that has nothing to complain about."""
    done = run(*args)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def uids(*args: str) -> list[str]:
    """The UIDs of all entries that filters let through."""
    return [json.loads(line)["uid"] for line in fine("export", "--format", "jsonl", *args).splitlines()]


def test_add_says_what_it_did(here: Path) -> None:
    assert fine("add", "forum.txt") == "1 release added; 1 entry new\n"
    assert fine("add", "forum.txt", "again.txt", "fair.txt") == "2 releases added, 1 known; 1 entry new, 1 changed\n"
    assert (
        fine("add", "forum.txt", "again.txt", "fair.txt", "--workers", "2")
        == "0 releases added, 3 known; 0 entries new\n"
    )
    (entry,) = [json.loads(line) for line in fine("export", "--format", "jsonl", "--kind", "forum").splitlines()]
    assert (entry["status"], entry["start"]) == ("cancelled", "2031-10-06")


def test_add_counts_what_goes_out_with_a_rejected_entry() -> None:
    told = Counter({"added": 1, "changed": 1, "retired": 2, "rejected": 1})
    assert summary(told) == "1 release added; 0 entries new, 1 changed, 2 merged, 1 rejected"


def test_what_cannot_be_read_does_not_stop_an_add(here: Path) -> None:
    done = run("add", "nosuch.txt", "forum.txt")
    assert (done.exit_code, done.stdout) == (1, "1 release added; 1 entry new\n")
    assert (
        done.stderr == "eventx: nosuch.txt: no such file or folder; check the path, and write addresses with https://\n"
    )


def test_a_release_without_a_day_is_added_once_one_is_given(here: Path) -> None:
    done = run("add", given="The Harbor Jazz Festival will be held on Friday at Pier 4.\n")
    assert "give --published DATE" in done.stderr
    done = run("add", "--published", "2031-09-29", given="The Harbor Jazz Festival will be held on Friday at Pier 4.\n")
    assert (done.stdout, done.stderr) == ("1 release added; 1 entry new\n", "")


def test_list_shows_what_is_to_come(here: Path) -> None:
    fine("add", "forum.txt", "fair.txt")
    assert "Lakeside" in fine("list")
    assert "Harbour" not in fine("list")
    assert "Harbour" in fine("list", "--all")
    assert "Harbour" in fine("list", "--to", "2019-12-31")
    assert fine("list", "--from", "2032-01-01") == "No events found.\n"
    assert uids("--kind", "forum")[0][:8] in fine("list")
    assert [each["title"] for each in json.loads(fine("list", "--format", "json"))] == ["2031 Lakeside Robotics Forum"]
    assert fine("list", "--format", "ics").count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--place", "geneva"], 1), (["--kind", "exhibition"], 1), (["--status", "confirmed"], 2),
        (["--who", "lakeside"], 1),
        (["--text", "Admission"], 0), (["--text", "oct. 6 to 10"], 1), (["--min-confidence", "1"], 0),
        (["--from", "2031-10-10", "--to", "2031-10-30"], 1), (["--from", "2031-10-11"], 0),
    ],
    ids=str,
)  # fmt: skip
def test_filters_of_list_and_export(here: Path, filters: Sequence[str], count: int) -> None:
    fine("add", "forum.txt", "fair.txt")
    assert len(uids(*filters)) == count
    assert fine("export", *filters).count("BEGIN:VEVENT") == count
    assert len(json.loads(fine("list", "--all", "--format", "json", *filters))) == count


def test_export_writes_a_file_and_leaves_evidence_out(here: Path) -> None:
    fine("add", "forum.txt")
    assert fine("export", "-o", "a.ics", "--name", "Forums") == ""
    content = (here / "a.ics").read_bytes()
    assert b"REFRESH" not in content
    fed = fine("export", "--source", "https://example.com/a.ics", "--color", "teal")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\nSOURCE;VALUE=URI:https://example.com/a.ics" in fed.replace("\r", "")
    assert "COLOR:teal" in fed
    assert b"X-WR-CALNAME:Forums\r\n" in content
    assert b"will be held" in content.replace(b"\r\n ", b"")
    assert "will be held" not in fine("export", "--no-evidence").replace("\n ", "")
    assert "will be held" not in fine("export", "--no-evidence", "--format", "jsonl")


@pytest.mark.parametrize(("name", "start"), [("a.csv", "uid,"), ("a.JSON", "["), ("a.jsonl", "{"), ("a.cal", "BEGIN")])
def test_export_takes_its_format_from_the_file(here: Path, name: str, start: str) -> None:
    fine("add", "forum.txt")
    fine("export", "-o", name)
    assert (here / name).read_text().startswith(start)


def test_show_tells_evidence_and_history(here: Path) -> None:
    fine("add", "forum.txt", "again.txt")
    (uid,) = uids()
    text = fine("show", uid[:6])
    assert text.startswith("Cancelled: 2031 Lakeside Robotics Forum\n")
    assert "  Status:     cancelled\n" in text
    assert len(re.findall(r"^  [0-9a-f]{8}:0  2031-10-06 – 2031-10-10", text, re.MULTILINE)) == 2
    assert "    > GENEVA, Sept. 27" in text or "    > The 2031 Lakeside" in text
    assert "status confirmed → cancelled" in text.partition("History\n")[2]
    whole = json.loads(fine("show", uid, "--format", "json"))
    assert (whole["uid"], whole["sequence"], whole["state"], len(whole["sightings"])) == (uid, 1, "live", 2)


def test_changes_since_a_day(here: Path) -> None:
    fine("add", "forum.txt", "again.txt")
    told = fine("changes").splitlines()
    assert re.fullmatch(r"[0-9-]+ [0-9:]+ 2031 Lakeside Robotics Forum: new \(.*, 2031-09-27\)", told[0])
    assert ": status confirmed → cancelled (" in told[1]
    assert fine("changes", "--since", "2000-01-01") == fine("changes")
    assert fine("changes", "--since", "9998-01-01") == ""
    lines = [json.loads(line) for line in fine("changes", "--format", "jsonl").splitlines()]
    assert [line["kind"] for line in lines][:2] == ["published", "changed"]


def test_decisions(here: Path) -> None:
    fine("add", "forum.txt", "fair.txt")
    forum, fair = *uids("--kind", "forum"), *uids("--kind", "exhibition")
    assert fine("reject", forum[:6]) == f"rejected: 2031 Lakeside Robotics Forum ({forum})\n"
    fine("add", "again.txt")
    assert uids() == [fair]
    assert "Lakeside" in fine("list", "--all", "--status", "rejected")
    assert fine("confirm", forum, fair).count("confirmed: ") == 2
    assert fine("edit", fair, "start=2019-02-05", "title=The Book Fair") == f"edited: The Book Fair ({fair})\n"
    assert fine("merge", forum, fair).endswith(f"({forum})\n")
    assert fine("export").count("STATUS:CANCELLED") == 2
    assert "is part of another entry now" in fine("changes")
    assert f"part of {forum}" in fine("show", fair)
    assert re.findall(r"\((.*)\)", fine("split", forum)) == [forum, fair]
    assert sorted(uids()) == sorted([forum, fair])


def test_no_control_character_of_a_title_reaches_the_terminal(here: Path) -> None:
    fine("add", "forum.txt")
    (uid,) = uids()
    told = [
        fine("edit", uid, "title=Lakeside\x07\nForum\x1b]0;x"),
        *(fine(*args) for args in (["changes"], ["show", uid], ["confirm", uid], ["reject", uid])),
    ]
    assert [re.search("[\x07\x1b]|^Forum", text, re.MULTILINE) for text in told] == [None] * len(told)
    assert all("Lakeside Forum]0;x" in text for text in told)


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["show", "zzz"], 1, "eventx: zzz: no entry has that UID; eventx list shows them"),
        (["confirm"], 2, "Missing argument 'UID...'"),
        (["edit", "{uid}", "status"], 2, "'status' says no value; write it as status=cancelled"),
        (["edit", "{uid}", "colour=red"], 2, "no field 'colour' can be edited"),
        (["merge", "{uid}", "{uid}"], 1, "is one entry with the other already"),
        (["split", "{uid}"], 1, "no merge is there to take back"),
        (["list", "--from", "soon"], 2, "2021-09-27"),
        (["list", "--from", "2021-09-02", "--to", "2021-09-01"], 2, "--from 2021-09-02 is later than --to 2021-09-01"),
        (["export", "--from", "2021-09-02", "--to", "2021-09-01"], 2, "exchange them"),
        (["list", "--kind", "bananna"], 2, "there is no kind 'bananna'; there are forum, summit,"),
        (["edit", "{uid}", "kind=banana"], 2, "'banana' is no kind; choose one of forum, summit,"),
        (["reject", "{uid}", "nope"], 1, "nope: no entry has that UID"),
        (["confirm", "{uid}", "nope"], 1, "nope: no entry has that UID"),
        (["list", "--db", "forum.txt"], 1, "forum.txt: the calendar cannot be used: file is not a database"),
        (["export", "-o", "no/a.ics"], 2, "does not exist; make it first"),
        (["export", "--source", "calendar.ics"], 2, "'calendar.ics' is no address of the web; write it as https://"),
        (["export", "--color", "teal"], 2, "--color needs --source"),
        (["restore", "nosuch.db"], 1, "no such file"),
        (["restore", "forum.txt"], 1, "holds releases already; back it up, then give --replace"),
        (["restore", "forum.txt", "--replace"], 1, "is no backup"),
        (["backup", "no/b.db"], 2, "does not exist; make it first"),
        (["backup", "-"], 2, "a backup is a file; give its name"),
    ],
    ids=str,
)
def test_an_error_is_one_line(here: Path, args: Sequence[str], status: int, says: str) -> None:
    fine("add", "forum.txt")
    before = fine("export")
    done = run(*(arg.format(uid=uids()[0]) for arg in args))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert says in done.stderr
    assert fine("export") == before


def test_backup_and_restore(here: Path) -> None:
    fine("add", "forum.txt")
    before = fine("export")
    assert "1 entry" in fine("backup", "backup.db")
    fine("add", "fair.txt")
    fine("restore", "backup.db", "--replace")
    assert fine("export") == before
    assert "1 entry" in fine("restore", "backup.db", "--db", "other.db")
    assert fine("export", "--db", "other.db") == before
    assert [path.name for path in here.iterdir() if path.suffix in (".db-wal", ".db-shm", ".part")] == []


def test_doctor_finds_what_is_wrong(here: Path) -> None:
    fine("add", "forum.txt")
    told = fine("doctor")
    assert "FAULT" not in told
    assert "1 releases, 1 sightings, 1 live" in told
    done = run("doctor", "--db", "forum.txt")
    assert done.exit_code == 1
    assert "FAULT forum.txt: the calendar cannot be used: file is not a database; name another file" in done.stdout


def test_doctor_makes_no_calendar(here: Path) -> None:
    assert "ok    nosuch.db: no calendar is there; eventx add makes one" in fine("doctor", "--db", "nosuch.db")
    assert not (here / "nosuch.db").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("tz = 'Europe/Pariss'", "tz: there is no time zone 'Europe/Pariss'; did you mean Europe/Paris"),
        ("min-confidence = 7", "min-confidence: 7.0 is not in the range 0<=x<=1"),
        ("near = 'Xyzzyville'", "near: no place is called 'Xyzzyville'"),
    ],
)
def test_doctor_looks_at_the_values_of_the_configuration(here: Path, content: str, says: str) -> None:
    (here / "config.toml").write_text(content)
    done = run("doctor", "--db", "nosuch.db")
    assert done.exit_code == 1
    assert f"FAULT {here / 'config.toml'}: {says}" in done.stdout
    (here / "config.toml").write_text("tz = 'Europe/Paris'\nmin-confidence = 1\nnear = 'Bergen'\n")
    assert "FAULT" not in fine("doctor", "--db", "nosuch.db")


def test_doctor_says_which_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["nosuchpackage>=2", "click>=99", "rich>=1", 'psycopg>=9; extra == "postgres"']
    monkeypatch.setattr("eventx.cli.doctor.requires", lambda name: asked)
    told = [(finding.well, finding.told.partition(": ")[2]) for finding in packages()]
    assert told[:2] == [(False, "pip install 'nosuchpackage>=2'"), (False, "pip install 'click>=99'")]
    assert len(told) == 3


def test_the_configuration_gives_defaults(here: Path) -> None:
    (here / "config.toml").write_text('db = "mine.db"\nmin-confidence = 1\nnear = "Bergen"\ntz = "Europe/Oslo"\n')
    del os.environ["EVENTX_DB"]
    fine("add", "forum.txt")
    assert (here / "mine.db").is_file()
    assert uids() == []
    assert len(uids("--min-confidence", "0")) == 1
    assert fine("extract", "forum.txt", "--format", "jsonl") == ""
    assert len(uids("--min-confidence", "0", "--db", str(here / "mine.db"))) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("tzz = 'Europe/Paris'", "there is no setting 'tzz'; these are known: base-url, db, min-confidence, near, tz"),
        ("min-confidence = 'high'", "'high' is no value of min-confidence"),
        ("tz = ", "cannot be read ("),
        ("tz = 'Europe/Pariss'", "did you mean Europe/Paris"),
    ],
)
def test_a_configuration_that_means_nothing_is_told(here: Path, content: str, says: str) -> None:
    (here / "config.toml").write_text(content)
    done = run("extract", "forum.txt")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr


def test_the_calendar_lies_in_the_platforms_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Path(default_db()).name == "calendar.db"
    if sys.platform == "linux":
        assert Path(default_db()) == tmp_path / "eventx" / "calendar.db"


COMMANDS = "add list show changes export confirm reject edit merge split backup restore doctor".split()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples(command: str) -> None:
    assert f"  eventx {command}" in fine(command, "--help").partition("Examples:")[2]


def test_a_calendar_is_made_by_add_alone(here: Path) -> None:
    for command in (["list"], ["export"], ["changes"], ["show", "x"], ["backup", "b.db"], ["reject", "x"]):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.endswith("data/calendar.db: no calendar is there; eventx add makes one\n")
    assert not list(here.glob("**/*.db"))


def test_a_process_leaves_one_file(here: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "eventx", "add", "forum.txt"], env=env, check=True, capture_output=True)
    assert [path.name for path in (here / "data").iterdir()] == ["calendar.db"]
