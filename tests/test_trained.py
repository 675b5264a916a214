"""A trained pipeline's entities and parse: what they sharpen, what goes wrong, and that nothing hangs on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import spacy
from click.testing import CliRunner, Result

import eventx.component  # noqa: F401  registers the factory
from eventx.cli import main
from eventx.errors import OptionError
from eventx.mentions import entities_in, trained
from eventx.mentions.trained import reading
from eventx.model import Event, Options, Release, Span
from eventx.pipeline import extract
from tests.tiny import pipeline

LEAD = "DENVER, Sept. 27, 2021 /PRNewswire/ -- "
DAY = "on Oct. 9, 2021."


def only(sentence: str, model: str | None) -> Event:
    """The one event of a release with this sentence."""
    events = extract(Release(text=f"{LEAD}{sentence}\n"), Options(model=model))
    assert len(events) == 1, [event.title for event in events]
    return events[0]


TITLES = [  # sentence, entities, the title with them, and without
    pytest.param(
        f"Sign up for the Intro to Beekeeping Workshop {DAY}", {"Intro to Beekeeping Workshop": "EVENT"},
        "Intro to Beekeeping Workshop", "Beekeeping Workshop", id="a name reaches over a small word",
    ),
    pytest.param(
        f"The Rivers of Light returns {DAY}", {"The Rivers of Light": "EVENT"}, "Rivers of Light", None,
        id="a name without an event noun, and without its article",
    ),
    pytest.param(
        f"The exhibition Rivers of Light opens {DAY}", {"Rivers of Light": "WORK_OF_ART"}, "Rivers of Light", None,
        id="a work behind the noun of what shows it",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "entities", "title", "without"), TITLES)
def test_an_entity_is_a_title(
    tmp_path: Path, sentence: str, entities: Mapping[str, str], title: str, without: str | None
) -> None:
    event = only(sentence, pipeline(tmp_path, entities))
    assert event.title == title
    plain = extract(Release(text=f"{LEAD}{sentence}\n"))
    assert [e.title for e in plain] == ([without] if without else [])


def test_a_work_shown_has_the_kind_of_its_noun(tmp_path: Path) -> None:
    model = pipeline(tmp_path, {"Rivers of Light": "WORK_OF_ART"})
    assert only(f"The exhibition Rivers of Light opens {DAY}", model).kind == "exhibition"


def test_a_name_outweighs_the_run_that_it_is(tmp_path: Path) -> None:
    sentence = f"Visitors come to Boatarama and to the reception {DAY}"
    told, plain = only(sentence, pipeline(tmp_path, {"Boatarama": "EVENT"})), only(sentence, None)
    assert told.title == plain.title == "Boatarama"
    assert told.confidence > plain.confidence


def test_a_work_far_from_an_event_noun_is_no_title(tmp_path: Path) -> None:
    model = pipeline(tmp_path, {"Rivers of Light": "WORK_OF_ART"})
    sentence = f"A reading will be held {DAY[:-1]} by the author of Rivers of Light."
    assert only(sentence, model) == only(sentence, None)


CUTS = [  # sentence, the title with a parse, and without
    (f"A hearing on wildfire preparedness resumes {DAY}",
     "hearing on wildfire preparedness", "hearing on wildfire preparedness resumes"),
    (f"A hearing on the budget of the county convenes {DAY}",
     "hearing on the budget of the county", "hearing on the budget of the county convenes"),
    (f"The Symposium on Coastal Erosion Convenes {DAY}",
     "Symposium on Coastal Erosion", "Symposium on Coastal Erosion Convenes"),
    (f"The Maple Street Concert is held {DAY}", "Maple Street Concert", "Maple Street Concert"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "title", "without"), CUTS)
def test_a_title_ends_with_its_noun_phrase(tmp_path: Path, sentence: str, title: str, without: str) -> None:
    assert only(sentence, pipeline(tmp_path, {}, parser=True)).title == title
    assert only(sentence, None).title == without


PLACES = [  # what the concert does, entities, the place with them; without them it is Denver alone
    (f"takes over the Old Mill {DAY}", {"the Old Mill": "FAC"}, "Old Mill, Denver, Colorado"),
    (f"comes to Lyon {DAY}", {"Lyon": "GPE"}, "Lyon, France"),
    (f"comes to Lower Tannery {DAY}", {"Lower Tannery": "GPE"}, "Lower Tannery"),
    (f"comes to the Gray Dunes {DAY}", {"Gray Dunes": "LOC"}, "Gray Dunes"),
    (f"moves from France to Lyon {DAY}", {"France": "GPE", "Lyon": "GPE"}, "Lyon, France"),
    (f"of the Chile Society is held {DAY}", {"Chile": "GPE"}, "Denver, Colorado"),
    (f"of the Lyon-based Acme is held {DAY}", {"Lyon": "GPE"}, "Denver, Colorado"),
    (f"is held {DAY}", {"Denver": "GPE", "Maple Street": "FAC"}, "Denver, Colorado"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "entities", "label"), PLACES)
def test_an_entity_is_a_place(tmp_path: Path, told: str, entities: Mapping[str, str], label: str) -> None:
    sentence = f"The Maple Street Concert {told}"
    assert only(sentence, pipeline(tmp_path, entities)).place.label == label
    assert only(sentence, None).place.label == "Denver, Colorado"


def test_what_modifies_another_noun_is_no_place(tmp_path: Path) -> None:
    sentence = f"The Maple Street Concert comes to the Lyon Mill {DAY}"
    assert only(sentence, pipeline(tmp_path / "a", {"Lyon": "GPE"})).place.city == "Lyon"
    assert only(sentence, pipeline(tmp_path / "b", {"Lyon": "GPE"}, parser=True)).place.city == "Denver"


def test_a_city_in_the_title_comes_before_others(tmp_path: Path) -> None:
    sentence = f"Lyon sends a choir to the Geneva Spring Concert {DAY}"
    assert only(sentence, pipeline(tmp_path, {"Lyon": "GPE"})).place.city == "Geneva"


def test_a_persons_name_is_no_event(tmp_path: Path) -> None:
    release = Release(text=f"{LEAD}Jane Fair visits {DAY}\n")
    assert [e.title for e in extract(release)] == ["Jane Fair"]
    assert extract(release, Options(model=pipeline(tmp_path, {"Jane Fair": "PERSON"}))) == []


def test_a_bodys_name_is_a_lesser_title(tmp_path: Path) -> None:
    sentence = f"Acme Robotics joins Harbor Festival Trust {DAY}"
    model = pipeline(tmp_path, {"Harbor Festival Trust": "ORG"})
    assert only(sentence, model).confidence < only(sentence, None).confidence
    forum = f"The World Water Forum is held {DAY}"  # many pipelines call it an organisation; its noun knows better
    assert only(forum, pipeline(tmp_path / "b", {"World Water Forum": "ORG"})) == only(forum, None)


def test_a_reading_is_of_what_the_pipeline_has(tmp_path: Path) -> None:
    sentence = "Lyon opens the Harbor Fair."
    entities = reading(pipeline(tmp_path / "a", {"Lyon": "GPE"}), sentence)
    parse = reading(pipeline(tmp_path / "b", {}, parser=True), sentence)
    assert ([e.label for e in entities.entities], entities.phrases) == (["GPE"], ())
    assert (parse.entities, [p.span.of(sentence) for p in parse.phrases]) == ((), ["Lyon", "the Harbor Fair"])
    assert reading(None, sentence) == reading("no such pipeline", "")


def test_offsets_are_those_of_the_text(tmp_path: Path) -> None:
    model, text = pipeline(tmp_path, {"Lyon": "GPE"}), "It rains. It pours in Lyon."
    (entity,) = entities_in(text, Span(start=10, end=len(text)), model)
    assert entity.span.of(text) == "Lyon"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("no_such_pipeline", "python -m spacy download no_such_pipeline"),
        ("click", "does not load"),
        ("blank:en", "neither entities nor a parse"),
    ],
)
def test_a_pipeline_that_is_none_is_told(name: str, says: str) -> None:
    with pytest.raises(OptionError, match=says) as told:
        trained(name)
    assert name in str(told.value)
    assert "\n" not in str(told.value)
    with pytest.raises(OptionError, match=says):
        spacy.blank("en").add_pipe("eventx", config={"model": name})


def test_the_component_takes_a_model(tmp_path: Path) -> None:
    text = f"{LEAD}Sign up for the Intro to Beekeeping Workshop {DAY}\n"
    nlp = spacy.blank("en")
    nlp.add_pipe("eventx", config={"model": pipeline(tmp_path / "a", {"Intro to Beekeeping Workshop": "EVENT"})})
    nlp.to_disk(tmp_path / "b")
    for finder in (nlp, spacy.load(tmp_path / "b")):
        assert [event.title for event in finder(text)._.events] == ["Intro to Beekeeping Workshop"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in with three releases and a pipeline that knows a name and a place of theirs."""
    monkeypatch.chdir(tmp_path)
    texts = [f"{LEAD}Sign up for the Intro to Beekeeping Workshop at Harlow Mill on Oct. {d}." for d in (7, 8, 9)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": t}) + "\n" for t in texts), "utf-8")
    pipeline(tmp_path / "tiny", {"Intro to Beekeeping Workshop": "EVENT", "Harlow Mill": "FAC"})
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args, prog_name="eventx")


def test_the_command_takes_a_model(here: Path) -> None:
    told = run("extract", "a.jsonl", "--format", "jsonl", "--model", "tiny")
    assert told.stderr == ""
    events = [json.loads(line) for line in told.stdout.splitlines()]
    assert {(e["title"], e["venue"]) for e in events} == {("Intro to Beekeeping Workshop", "Harlow Mill")}
    assert run("extract", "a.jsonl", "--format", "jsonl", "--model", "tiny", "--workers", "2").stdout == told.stdout
    assert "Intro to Beekeeping Workshop" in run("explain", "a.jsonl", "--model", str(here / "tiny")).stdout


def test_a_pipeline_is_loaded_once_and_only_where_asked_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    load = spacy.load

    def counting(name: str, **kwargs: Any) -> Any:
        loaded.append(name)
        return load(name, **kwargs)

    monkeypatch.setattr(spacy, "load", counting)
    plain = run("extract", "a.jsonl", "--format", "jsonl")
    assert loaded == []
    assert [json.loads(line)["title"] for line in plain.stdout.splitlines()] == ["Beekeeping Workshop"] * 3
    path = str(here / "tiny")
    assert run("extract", "a.jsonl", "--format", "jsonl", "--model", path).exit_code == 0
    assert loaded == [path]
