"""Word documents for tests, written member by member as Word, LibreOffice and Google Docs write them.

`python -m tests.word` writes those of tests/sources/docx anew, byte for byte.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def p(words: str, style: str = "") -> str:
    """A paragraph. Words that hold no tag yet become one run."""
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{kind}{words if '<' in words else r(words)}</w:p>"


def r(words: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{words}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells that are paragraphs already, or words."""
    cells = ("".join(f"<w:tc><w:tcPr/>{c if c.startswith('<w:') else p(c)}</w:tc>" for c in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def box(content: str) -> str:
    """A run with a text box, for new programs and, once more, for those of old."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH><wp:posOffset>914400'
        "</wp:posOffset></wp:positionH><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>"
        f"{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def styles(**names: str) -> str:
    """styles.xml: names by id."""
    each = (f'<w:style w:type="paragraph" w:styleId="{k}"><w:name w:val="{v}"/></w:style>' for k, v in names.items())
    return f"{_HEAD}<w:styles {_SPACES}>{''.join(each)}</w:styles>"


def core(**told: str) -> str:
    """docProps/core.xml."""
    each = "".join(f"<dc:{key}>{value}</dc:{key}>" for key, value in told.items())
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{each}<dcterms:created xsi:type="dcterms:W3CDTF">'
        "2019-01-07T08:00:00Z</dcterms:created></cp:coreProperties>"
    )


def relations(*each: tuple[str, str]) -> str:
    """A .rels member: (type, target)."""
    rows = "".join(f'<Relationship Id="rId{i}" Type="{t}" Target="{to}"/>' for i, (t, to) in enumerate(each, 1))
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{rows}</Relationships>'


def docx(body: str, *, media: str = _TYPE, prolog: str = "", **members: str) -> bytes:
    """A document; `styles` and `core` are members of their own, other members are named as in `word/NAME.xml`."""
    extra = {f"word/{name}.xml": text for name, text in members.items() if name != "core"}
    links = [(f"{_RELATED}/{name.rstrip('0123456789')}", f"{name}.xml") for name in members if name != "core"]
    properties = {"docProps/core.xml": members["core"]} if "core" in members else {}
    top = [(f"{_RELATED}/officeDocument", "word/document.xml"), *((_CORE, name) for name in properties)]
    return zipped({
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{media}"/></Types>',
        "_rels/.rels": relations(*top),
        **properties,
        "word/document.xml": f"{_HEAD}{prolog}<w:document {_SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": relations(*links),
        **extra,
    })  # fmt: skip


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive, the same for the same members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_LINK = '<w:hyperlink r:id="rId9" w:history="1">{}</w:hyperlink>'
_NOTE = '<w:r><w:rPr><w:rStyle w:val="Funotenzeichen"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
_DELETED = '<w:del w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"><w:r><w:delText>{}</w:delText></w:r></w:del>'
_INSERTED = '<w:ins w:id="2" w:author="A" w:date="2025-01-01T00:00:00Z">{}</w:ins>'
_PART = f"{_HEAD}<w:{{0}} {_SPACES}>{{1}}</w:{{0}}>"
_LISTED = '<w:pPr><w:pStyle w:val="Listenabsatz"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
_DATE = '<w:sdt><w:sdtPr><w:date w:fullDate="2025-11-21T00:00:00Z"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'


def german_word() -> bytes:
    """A release from German Word: names of styles, tracked changes, a footnote, header and footer, a made-up title."""
    dateline = [
        r("COLOGNE, Germany, "), _INSERTED.format(r("Feb. 17")), _DELETED.format("Feb. 10"),
        r(", 2025 - The organiser of the fair has fixed its date."), _NOTE,
    ]  # fmt: skip
    fair = [
        '<w:proofErr w:type="spellStart"/>', r("The Rheinland Textile "), '<w:proofErr w:type="spellEnd"/>',
        r("Fair", "<w:b/>"), r(" will be held from "), _DELETED.format("May 6 to 9, 2025"),
        _INSERTED.format(r("May 13 to 16, 2025")), r(" at Koelnmesse in Cologne, Germany."),
    ]  # fmt: skip
    body = [
        p("Rheinland Textile Fair returns to Cologne", "Titel"),
        p("".join(dateline)),
        p("".join(fair)),
        p(_LISTED + r("A press conference begins on May 12 at 2 p.m.")),
        p(_LISTED + r("Accreditation closes on May 2.")),
        p(r("More at ") + _LINK.format(r("www.textile.example")) + r(".")),
    ]
    note = p("The fair of 2019 was held on May 7, 2019.")
    return docx(
        "".join(body),
        styles=styles(Titel="Title", Listenabsatz="List Paragraph"),
        core=core(title="Dokument1", creator="Presse"),
        footnotes=_PART.format("footnotes", f'<w:footnote w:id="2">{note}</w:footnote>'),
        header1=_PART.format("hdr", p("Press office open on May 1, 2025")),
        footer1=_PART.format("ftr", p("Page 1")),
    )


def programme() -> bytes:
    """A programme from LibreOffice: a heading, tables with labels and with columns."""
    body = [
        p("Nordic Archives Congress: programme", "berschrift1"),
        p("HELSINKI, Finland, Aug. 4, 2025 -- The National Archives invite to the Nordic Archives Congress."),
        table(
            ("What", "Nordic Archives Congress"),
            ("When", "Sept. 24 to 26, 2025"),
            ("Where:", "Finlandia Hall, Helsinki, Finland"),
            ("Languages", "English and Finnish"),
        ),
        p("The opening reception will be held on Sept. 23, 2025 at 6 p.m. at Helsinki City Hall."),
        table(("Day", "Hall", "Chair"), ("Wednesday", "A", "Liisa Aho"), ("Thursday", "B", "Per Holm")),
    ]
    told = core(title="Programme of the congress", language="en-GB")
    return docx("".join(body), styles=styles(berschrift1="heading 1"), core=told)


def google_docs() -> bytes:
    """A document from Google Docs: a run for every few words, bookmarks, line breaks, no properties."""
    title = [
        '<w:pPr><w:pStyle w:val="Title"/></w:pPr><w:bookmarkStart w:id="0"/>', r("Prairie Seed "),
        r("Exchange set for October", '<w:rtl w:val="0"/>'), '<w:bookmarkEnd w:id="0"/>',
    ]  # fmt: skip
    told = [
        r("SASKATOON, Saskatchewan, Sept. 15, 2025 -"), r(" The "), r("Prairie Seed Exchange"),
        r(" will take place on Saturday,"), r(" Oct. 18, 2025"),
        r(", from 10 a.m. to 4 p.m. at Prairieland Park in Saskatoon."),
    ]  # fmt: skip
    body = [
        p("".join(title)),
        p("".join(told)),
        p(r("Contact: Tess Moreau") + "<w:r><w:br/></w:r>" + r("Telephone: 306-555-0144")),
        p(r("Internal: the board meets on Oct. 1, 2025.", "<w:vanish/>")),
    ]
    return docx("".join(body), styles=styles(Title="Title"))


def newsletter() -> bytes:
    """A newsletter from Word with macros: text boxes, content controls, a table that only lays out."""
    forum = [
        r("The Ligurian Harbour Forum will be held on "), _DATE.format(r("Nov. 21, 2025")),
        r(" at Palazzo San Giorgio in Genoa, Italy."),
    ]  # fmt: skip
    agenda = p("GENOA, Italy, Oct. 27, 2025 -- The port authority has published the agenda of the forum.")
    walk = box(p("The Ligurian Harbour Walk takes place on Nov. 22, 2025 at 10 a.m. in Genoa."))
    body = [
        f"<w:sdt><w:sdtContent>{p('Harbour news', 'Kicker')}</w:sdtContent></w:sdt>",
        p(walk + r("In this issue: two dates in November.")),
        table((agenda + p("".join(forum)), p("Admission is free.") + p("Seats are limited."))),
        p(_INSERTED.format(r("Subscribe at the harbour office."))),
    ]
    told = core(title="Two dates at the harbour of Genoa")
    return docx("".join(body), media=MACROS, styles=styles(Kicker="Kicker"), core=told)


SOURCES = {
    "german-word.docx": german_word, "programme.docx": programme, "google-docs.docx": google_docs,
    "newsletter.docm": newsletter,
}  # fmt: skip

if __name__ == "__main__":
    for name, made in SOURCES.items():
        (Path(__file__).parent / "sources" / "docx" / name).write_bytes(made())
