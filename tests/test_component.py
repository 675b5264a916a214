"""The spaCy component: on a blank pipeline, beside named entities, over processes, to disk and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import eventx.component  # noqa: F401  registers the factory, as the entry point does where eventx is installed
from eventx.component import packed, unpacked
from eventx.errors import InputError, OptionError
from eventx.model import Event, Release
from eventx.pipeline import extract
from tests.events import CASES

TEXT = (
    "BEIJING, Sept. 27, 2021 /PRNewswire/ -- The Zhongguancun Forum will be held in Beijing from Oct. 4 to 8, 2021. "
    "The Rail Summit will be held in Lyon on Nov. 9 at 9:30 a.m.\n"
)
UNDATED = "The Harbor Jazz Festival will be held in Lyon tomorrow.\n"


def pipeline(**config: Any) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("eventx", config=config)
    return nlp


def days(doc: Doc) -> list[str]:
    return [event.start.isoformat() for event in doc._.events]


def test_a_blank_pipeline_finds_what_the_library_finds() -> None:
    doc = pipeline()(TEXT)
    assert doc._.events == extract(Release(text=TEXT, lang="en"))
    assert len(doc._.events) >= 2


def test_spans_are_the_titles() -> None:
    doc = pipeline()(TEXT)
    events = {event.uid: event for event in doc._.events}
    assert [span.kb_id_ for span in doc.spans["eventx"]] == list(events)
    for span in doc.spans["eventx"]:
        assert (span.text, span.label_) == (events[span.kb_id_].title, events[span.kb_id_].kind)


def test_entities_are_left_alone() -> None:
    nlp = pipeline()
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Beijing"}, {"label": "EVENT", "pattern": "Zhongguancun Forum"}])  # type: ignore[attr-defined]
    doc = nlp(TEXT)
    assert [(e.text, e.label_) for e in doc.ents] == [("Zhongguancun Forum", "EVENT"), ("Beijing", "GPE")]
    assert doc._.events == pipeline()(TEXT)._.events


@pytest.mark.parametrize("processes", [1, 2])
def test_many_texts_over_processes(processes: int) -> None:
    texts = [TEXT, "", UNDATED, TEXT]
    docs = list(pipeline(published="2021-09-30").pipe(texts, n_process=processes))
    assert [doc.text for doc in docs] == texts
    assert docs[0]._.events == docs[3]._.events != []
    assert days(docs[1]) == []
    assert days(docs[2]) == ["2021-10-01"]


def test_a_doc_may_tell_its_own_day() -> None:
    nlp = pipeline(published="2021-09-30")
    doc = nlp.make_doc(UNDATED)
    doc._.eventx_published = "2023-05-01"
    assert days(nlp(doc)) == ["2023-05-02"]
    doc._.eventx_published = "yesterday"
    with pytest.raises(InputError, match="eventx_published"):
        nlp(doc)


def test_options_reach_the_events() -> None:
    timed = [e for e in pipeline(min_confidence=0.0)(TEXT)._.events if e.timed]
    assert [e.timezone for e in timed] == ["Europe/Paris"]
    assert pipeline(min_confidence=1.0)(TEXT)._.events == []


@pytest.mark.parametrize(
    ("config", "error"),
    [
        ({"published": "yesterday"}, InputError),
        ({"tz": "Europe/Pariss"}, OptionError),
        ({"min_confidence": "a"}, ValueError),
    ],
)
def test_wrong_options_are_told_when_the_pipeline_is_made(config: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        pipeline(**config)


def test_a_pipeline_goes_to_disk_and_back(tmp_path: Path) -> None:
    nlp = pipeline(published="2021-09-30", near="Lyon")
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again(UNDATED)._.events == nlp(UNDATED)._.events != []


def test_docs_go_to_disk_and_back() -> None:
    nlp = pipeline()
    doc = nlp(TEXT)
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab)
    assert again._.events == doc._.events != []
    assert [s.text for s in again.spans["eventx"]] == [s.text for s in doc.spans["eventx"]]


def test_a_doc_that_the_component_has_not_seen_has_no_events() -> None:
    assert spacy.blank("en")(TEXT)._.events == []


@pytest.mark.parametrize("event", [case.event for case in CASES], ids=lambda e: e.uid)
def test_packing_is_undone(event: Event) -> None:
    again = unpacked(packed(event))
    assert again == event
    assert again.as_json() == event.as_json()
