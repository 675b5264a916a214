"""Word documents: which words of them are text, what is known beside it, and what other archives are called."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from eventx.errors import InputError
from eventx.ingest import read
from eventx.ingest.docx import MAX_MEMBERS, MAX_PART
from eventx.model import Release
from tests import word
from tests.word import box, core, docx, p, r, relations, styles, table, zipped

FORUM = "The Alpine Forum will be held on May 5, 2025."
INNER = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"


def only(data: bytes) -> Release:
    (release,) = read(data, name="x.docx")
    return release


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("One.") + p("") + p("Two."), "One.\n\nTwo."),
        (p(r("May ") + r("5", "<w:b/>")), "May 5"),
        (p("May&#xD800; 5&#0;"), "May\ufffd 5\ufffd"),
        (p(r("When:") + "<w:r><w:tab/></w:r>" + r("May 5") + "<w:r><w:br/></w:r>" + r("Bern")), "When:\tMay 5\nBern"),
        (p('<w:hyperlink r:id="x">' + r("alps.example") + "</w:hyperlink>"), "alps.example"),
        (p("<w:ins>" + r("May 5") + "</w:ins><w:del><w:r><w:delText>May 4</w:delText></w:r></w:del>"), "May 5"),
        (p("<w:moveFrom>" + r("May 4") + "</w:moveFrom><w:moveTo>" + r("May 5") + "</w:moveTo>"), "May 5"),
        (p(r("May 5") + r("hidden", "<w:vanish/>") + r("!", '<w:vanish w:val="0"/>')), "May 5!"),
        (p('<w:fldSimple w:instr="DATE">' + r("May 5") + "</w:fldSimple>"), "May 5"),
        (p("<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>" + r("May 5")), "May 5"),
        (p("<w:r><w:ruby><w:rt>" + r("とう") + "</w:rt><w:rubyBase>" + r("東") + "</w:rubyBase></w:ruby></w:r>"), "東"),
        (p(INNER.format(r("May 5"))), "May 5"),
        (INNER.format(p("May 5")) + f"<w:ins>{p('Bern')}</w:ins>", "May 5\n\nBern"),
        (p(box(p("In a box.")) + r("Beside it.")), "Beside it.\n\nIn a box."),
        (p("May 4", "Toc") + p("May 5"), "May 5"),
        (table(("When", "May 5"), ("Where:", "Bern")), "When: May 5\n\nWhere: Bern"),
        (table(("When", p("May 5") + p("May 6"))), "When: May 5\n\nMay 6"),
        (table(("Day", "City", "Hall"), ("May 5", "Bern", "")), "Day\tCity\tHall\n\nMay 5\tBern"),
        (table((p("One.") + p("Two."), p("Three."))), "One.\n\nTwo.\n\nThree."),
        (table((table(("When", "May 5")), "Bern")), "When: May 5\tBern"),
        (table(("When", "May 5")).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>") + p("x"), "x"),
    ],
)
def test_words_of_a_document(body: str, text: str) -> None:
    assert only(docx(body, styles=styles(Toc="toc 1"))).text == text


@pytest.mark.parametrize(
    ("body", "told", "title", "text"),
    [
        (p("Alpine Forum", "T") + p(FORUM), {}, "Alpine Forum", FORUM),
        (p("PRESS RELEASE") + p("Alpine Forum", "H") + p(FORUM), {}, "Alpine Forum", f"PRESS RELEASE\n\n{FORUM}"),
        (p("Alpine Forum") + p(FORUM), {"title": "Alpine  Forum"}, "Alpine Forum", FORUM),
        (p(FORUM), {"title": "Alpine Forum"}, "Alpine Forum", FORUM),
        (p(FORUM), {"title": "中关村论坛开幕"}, "中关村论坛开幕", FORUM),
        *((p(FORUM), {"title": made}, None, FORUM) for made in (
            "Document1", "文档1", "Untitled", "Microsoft Word - forum.doc", "forum final.docx", "Word Document", "",
        )),
    ],
)  # fmt: skip
def test_titles(body: str, told: dict[str, str], title: str | None, text: str) -> None:
    release = only(docx(body, styles=styles(T="Title", H="heading 1"), core=core(**told)))
    assert (release.title, release.text) == (title, text)


@pytest.mark.parametrize(("language", "wanted"), [("de-CH", "de-CH"), ("", None), ("??", None)])
def test_language_and_no_day(language: str, wanted: str | None) -> None:
    release = only(docx(p(FORUM), core=core(language=language)))
    assert (release.lang, release.published) == (wanted, None)


def test_a_document_of_strict_kind_with_relations_that_lead_nowhere() -> None:
    """Add-ins of Word leave such relations behind, and Word minds them as little."""
    purl = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    body = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{p(FORUM)}</w:body></w:document>'
    data = zipped({
        "_rels/.rels": relations((f"{purl}/officeDocument", "/text/main.xml"), (f"{purl}/core-properties", "NULL")),
        "text/main.xml": body,
        "text/_rels/main.xml.rels": relations((f"{purl}/image", "../NULL"), (f"{purl}/styles", "#_top")),
    })  # fmt: skip
    assert only(data).text == FORUM


def test_the_files_are_those_that_the_script_makes() -> None:
    folder = Path(__file__).parent / "sources" / "docx"
    for name, made in word.SOURCES.items():
        stored, anew = (zipfile.ZipFile(data) for data in (folder / name, BytesIO(made())))
        assert {n: stored.read(n) for n in stored.namelist()} == {n: anew.read(n) for n in anew.namelist()}


# --- other archives, broken and hostile ones


def office(part: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped({"_rels/.rels": relations((kind, part)), part: "<x/>"})


ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{}"><!ENTITY c "{}"><!ENTITY d "{}">]>'.format(
    "&a;" * 1000, "&b;" * 1000, "&c;" * 1000
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (office("xl/workbook.xml"), "spreadsheet"),
        (office("ppt/presentation.xml"), "presentation"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
        (zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"}), "e-book"),
        (zipped({"release.txt": FORUM}), "ZIP archive"),
        (zipped({f"{i}.txt": "" for i in range(MAX_MEMBERS + 1)}), "more than 5000 files"),
        (docx(p(FORUM))[:-60], "broken"),
        (docx(p(FORUM))[:300], "broken"),
        (b"PK\x03\x04" + b"x" * 100, "broken"),
        (
            docx(p(FORUM)).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
            "broken",
        ),
        (docx(""), "empty"),
        (docx(p("")), "empty"),
        (docx(p(FORUM) + " " * MAX_PART), "10 MB of text"),
        (docx(p("&d;"), prolog=ENTITIES), "empty"),
        (docx(p("&e;"), prolog='<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'), "empty"),
        (docx(INNER.split("{}", maxsplit=1)[0] * 5000 + p(FORUM)), "empty"),
        (zipped({"_rels/.rels": "no XML"}), "no XML"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(data, name="x.docx")
    assert str(caught.value).startswith("x.docx: ")


def test_a_bomb_beside_the_text_is_not_unpacked() -> None:
    begun = time.process_time()
    data = docx(p(FORUM), image1="x" * 50_000_000)
    made = time.process_time()
    assert only(data).text == FORUM
    assert time.process_time() - made < (made - begun) / 2 + 0.2


@pytest.mark.parametrize(
    "body",
    [
        p(FORUM) * 40_000,
        f"<w:p>{'<w:smartTag>' * 240}{r('x') * 40_000}{'</w:smartTag>' * 240}</w:p>",
        f"{'<w:sdt>' * 240}{p('x') * 40_000}{'</w:sdt>' * 240}",
        f"<w:tbl><w:tr>{f'<w:tc>{p(chr(120))}</w:tc>' * 40_000}</w:tr></w:tbl>",
    ],
)
def test_documents_that_repeat_take_no_long_time(body: str) -> None:
    data = docx(body)
    begun = time.process_time()
    assert only(data).text
    assert time.process_time() - begun < 2
