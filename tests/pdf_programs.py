"""The releases of tests/sources/pdf, each drawn as one program draws: `python -m tests.pdf_programs` writes them.

Run it again after a change here; what is committed is what it wrote.
"""

from __future__ import annotations

import re

from tests.pdfs import (
    FOLDER,
    LIGATURES,
    alphabet,
    composed,
    document,
    hexed,
    identity_font,
    text_string,
    width,
    with_object_streams,
    wrapped,
)

A4, LETTER = b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 612 792]"


def word() -> bytes:
    """A letter over two pages: each run drawn by itself and tagged, letterhead and footer on each page, a bullet of
    Symbol, a table, and a Title that is the name of the file."""
    body = [
        "Bergen, Norway, 3 March 2027 - The fourth Nordic Harbour Forum will be held from 14 to 16 September 2027 at "
        "Grieg Hall in Bergen, the Nordhavn Port Authority announced today. The three-day forum brings together port "
        "operators, shipowners and researchers from all over the region.",
        "\uf0b7 Registration and fees are told on the website of the port authority.",
        "\uf0b7 Coffee and lunch are free of charge for all who register early enough.",
        "“The harbours of the north have much to tell one another, and much to learn from those who use them each "
        "day,” said the director of the authority, Ingrid Solheim.",
    ]
    table = [("When", "14 to 16 September 2027"), ("Where", "Grieg Hall, Bergen"), ("Who", "Operators and researchers")]
    last = (
        "The closing dinner takes place on 16 September 2027 at the Fish Market. The authority runs nine harbours "
        "between Stavanger and Kristiansund and is owned by the towns that lie on them."
    )
    head, foot = "Nordhavn Port Authority | Strandgaten 10 | 5013 Bergen", "Page {} of 2"
    letters = alphabet([*body, head, foot, last, "0123456789", *(cell for row in table for cell in row)])
    runs: list[tuple[float, float, str]] = []
    y = 700.0
    for paragraph in body:
        for line in wrapped(paragraph, 450, 11):
            runs.append((72, y, line))
            y -= 14.5
        y -= 8
    for label, value in table:
        runs += [(77.4, y, label), (180, y, value)]
        y -= 15
    first = [*runs, (72, 800, head), (270, 40, foot.format(1))]
    second = [(72, 740 - 14.5 * i, line) for i, line in enumerate(wrapped(last, 450, 11))]
    second += [(72, 800, head), (270, 40, foot.format(2))]
    pages = [b"\n".join(_word_run(*run, letters, mark) for mark, run in enumerate(each)) for each in (first, second)]
    objects = composed(pages, [identity_font(b"BCDEEE+Calibri", letters)], b"/Lang(en-GB)/MarkInfo<</Marked true>>", A4)
    info = b"/Title(Microsoft Word - Nordic Harbour Forum final.docx)/Creator%s/Producer%s/CreationDate(D:20270228)"
    program = text_string("Microsoft® Word for Microsoft 365")
    return document(objects, info % (program, program))


def _word_run(x: float, y: float, text: str, letters: str, mark: int) -> bytes:
    """A line in two pieces, as the spelling checker leaves it."""
    half = len(text) // 2
    pieces = [(x, text[:half]), (x + width(text[:half], 11), text[half:])]
    drawn = b"".join(
        b"BT\n/F1 11.04 Tf\n1 0 0 1 %.2f %.2f Tm\n0 g\n[%s] TJ\nET\n" % (at, y, hexed(piece, letters))
        for at, piece in pieces
        if piece
    )
    return b"/P <</MCID %d>> BDC q\n%sQ EMC" % (mark, drawn)


def indesign() -> bytes:
    """Two columns under a headline across both, words broken at line ends, ligatures as glyphs, a slug off the page."""
    headline = "Lisbon to Host Tenth Tidal Energy Conference"
    body = [
        "LISBON, Portugal, Feb. 8, 2027 — The tenth Tidal Energy Confer¬ence will take place from May 11 to 13, "
        "2027, in Lisbon, the Ocean Insti¬tute said today. The three-day confer¬ence is the ﬁrst that is held in "
        "Portugal, and the insti¬tute expects more than six hundred engi¬neers, ofﬁcials and inves¬tors to attend "
        "it.",
        "The efﬁ¬ciency of turbines is the subject of the open¬ing ses¬sion. Later papers deal with ﬂood barriers, "
        "the grid, and the ﬁshing grounds that are near new plants.",
        "“Three days are short for a ﬁeld that has grown so much,” said Marta Queiroz, who chairs the programme. "
        "“We had more than four hundred propo¬sals, and many that we had to turn away would have made good talks.”",
        "An exhi¬bi¬tion of models opens on May 10, 2027, at the Maritime Museum in Lisbon. The insti¬tute was "
        "founded in 1931 and has its seat by the river in Belém.",
    ]
    lines = [("", "")]
    for paragraph in body:
        lines += [(line, "" if place else "first") for place, line in enumerate(wrapped(_ligated(paragraph), 240, 10))]
    lines = lines[1:]
    half = (len(lines) + 1) // 2
    slug = "Tidal_release_v7.indd   1        08/02/2027   10:14"
    letters = alphabet([headline, slug, *(line for line, _ in lines)])
    drawn = [b"BT /F1 20 Tf 1 0 0 1 48 700 Tm %s Tj ET" % hexed(headline, letters)]
    drawn += [b"BT /F1 6 Tf 1 0 0 1 30 -14 Tm %s Tj ET" % hexed(slug, letters)]
    for column, x in ((lines[:half], 48), (lines[half:], 306)):
        y = 660.0
        for line, place in column:
            at = x + (10 if place == "first" else 0)
            drawn.append(b"BT\n/F1 10 Tf\n%.3f 0 0 1 %d %.2f Tm\n%s Tj\nET" % (1, at, y, hexed(line, letters)))
            y -= 12
    box = b"/MediaBox[-28 -28 640 820]/CropBox[0 0 612 792]/TrimBox[0 0 612 792]"
    fonts = [identity_font(b"QWERTY+MinionPro-Regular", letters)]
    info = b"/Title%s/Creator(Adobe InDesign 18.2 \\(Macintosh\\))/Producer(Adobe PDF Library 17.0)"
    return document(composed([b"\n".join(drawn)], fonts, b"/Lang(en-US)", box), info % text_string(headline))


def _ligated(text: str) -> str:
    for spelled, glyph in LIGATURES.items():
        text = text.replace(spelled, glyph)
    return text


def latex() -> bytes:
    """A Type 1 font with an encoding of its own, blanks as distances, broken words, numbers at the foot, no Title, and
    objects in object streams."""
    first = [
        "Kyoto Summer School on Knot Theory",
        "The Kyoto Summer School on Knot Theory will be held from August 2 to 13, 2027, at the Institute for Pure "
        "Mathe¬matics in Kyoto, Japan. The two-week school is meant for gradu¬ate students; all lec¬tures are given "
        "in English, and no fee is asked for. Students who need help with the cost of travel may ask the insti¬tute.",
        "Lectures begin at nine each day. The after¬noons are kept free for exer¬cises, which are handed out in the "
        "morn¬ing, and for talks by those who take part.",
    ]
    second = [
        "A work¬shop on open problems takes place on August 14, 2027, in the library of the insti¬tute. It is open "
        "to all who work in the ﬁeld, and not to students of the school alone.",
    ]
    pages = [_latex_page(first, 1), _latex_page(second, 2)]
    differences = b"/Differences[27/ff/fi/fl/ffi/ffl 123/endash/emdash]"
    font = (
        b"<</Type/Font/Subtype/Type1/BaseFont/XBRTSJ+CMR10/FirstChar 27/LastChar 126/Widths[%s]/FontDescriptor"
        b"<</Type/FontDescriptor/FontName/XBRTSJ+CMR10/Flags 4/FontBBox[-40 -250 1009 750]/Ascent 694/Descent -194"
        b"/ItalicAngle 0/CapHeight 683/StemV 69>>/Encoding<</Type/Encoding%s>>>>"
    )
    widths = b" ".join(b"%d" % round(width(chr(c), 1000)) if c > 31 else b"500" for c in range(27, 127))
    objects = composed(pages, [[font % (widths, differences)]], b"", A4)
    info = b"/Creator(TeX)/Producer(pdfTeX-1.40.25)/CreationDate(D:20270110)/Trapped/False"
    return with_object_streams(objects, info)


def _latex_page(paragraphs: list[str], number: int) -> bytes:
    """Lines one below the other, relative to the last one."""
    out, leading = [b"BT\n/F1 9.96 Tf 134 700 Td"], 0.0
    for paragraph in paragraphs:
        for line in wrapped(_ligated(paragraph), 330, 9.96):
            out.append(b"0 %.2f Td [%s]TJ" % (-leading, _kerned(line)))
            leading = 11.96
        leading = 21.96
    return b"\n".join([*out, b"ET\nBT\n/F1 9.96 Tf 295 100 Td [(%d)]TJ\nET" % number])


def _kerned(line: str) -> bytes:
    """Words as strings, blanks as the distance between them, and a kern within."""
    codes = line.translate({0xFB01: 28, 0xFB02: 29, 0xFB03: 30})
    words = [re.sub(r"([()\\])", r"\\\1", word).encode("latin-1") for word in codes.split(" ")]
    return b"-333".join(b"(%s)" % re.sub(rb"(?<=[aeo])(?=[vwy])", rb")28(", word) for word in words)


def chrome() -> bytes:
    """A page printed by a browser: the page upside down and scaled, glyphs in short runs, date and title above, address
    and number below."""
    title = "Harbour Light Festival returns to Bergen in May"
    body = [
        "BERGEN, Norway, March 3, 2027 -- The Harbour Light Festival will be held from May 21 to 23, 2027, in "
        "Bergen, the organisers announced today. More than two hundred artists show their work in the streets "
        "around the old harbour.",
        "The programme is printed in April. Tickets are not needed, and trams run all night.",
    ]
    table = [("Date", "May 21 to 23, 2027"), ("Venue", "Grieg Hall, Bergen")]
    above, below = ("11/23/26, 4:45 AM", title), ("https://festival.example/press/2027-light", "1/1")
    letters = alphabet([title, *body, *above, *below, *(cell for row in table for cell in row)])
    drawn = [_skia(24, 20, above[0], 9, letters), _skia(300, 20, above[1], 9, letters)]
    drawn.append(_skia(45, 80, title, 28, letters))
    y = 130.0
    for paragraph in body:
        for line in wrapped(paragraph, 690, 16):
            drawn.append(_skia(45, y, line, 16, letters))
            y += 18.4
        y += 16
    for label, value in table:
        drawn += [_skia(47, y, label, 16, letters), _skia(140, y, value, 16, letters)]
        y += 28
    drawn += [_skia(24, 1040, below[0], 9, letters), _skia(760, 1040, below[1], 9, letters)]
    content = b".75 0 0 -.75 0 792 cm\n" + b"\n".join(drawn)
    fonts = [identity_font(b"AAAAAA+LiberationSerif", letters)]
    info = b"/Title%s/Creator(Mozilla/5.0 \\(X11; Linux x86_64\\))/Producer(Skia/PDF m128)"
    objects = composed([content], fonts, b"/Lang(en)/MarkInfo<</Marked true>>", LETTER)
    return document(objects, info % text_string(title))


def _skia(x: float, y: float, text: str, size: float, letters: str) -> bytes:
    """A line in runs of words; blanks are not drawn at its end."""
    out = []
    for words in re.findall(r"(?:\S+\s*){1,3}", text):
        out.append(b"BT\n/F1 %g Tf\n1 0 0 -1 %.2f %.2f Tm\n%s Tj\nET" % (size, x, y, hexed(words, letters)))
        x += width(words, size)
    return b"\n".join(out)


def google_docs() -> bytes:
    """English and Chinese; some characters are told as radicals by the map, others as themselves."""
    body = [
        "BEIJING, Sept. 6, 2027 -- The Sixth Garden City Forum will be held from Sept. 24 to 26, 2027, in Beijing. "
        "It is the first time that the forum comes to China.",
        "第六届花园城市论坛将于2027年9月24日至26日在北京举⾏，主题是绿⾊城市与健康⽣活。来自三十个国家的园林专家将出席论坛，"
        "讨论城市公园、屋顶花园和河岸绿地的建设与养护，并参观北京的四座公园。",
        "论坛期间将举办摄影展，免费开放。",
    ]
    letters = alphabet(body)
    drawn, y = [], 100.0
    for paragraph in body:
        for line in wrapped(paragraph, 600, 14.6667):
            drawn.append(_skia(96, y, line, 14.6667, letters))
            y += 20.24
        y += 16
    content = b".75 0 0 -.75 0 842 cm\n" + b"\n".join(drawn)
    fonts = [identity_font(b"AAAAAA+NotoSansSC", letters)]
    info = b"/Title(Untitled document)/Producer(Skia/PDF m127 Google Docs Renderer)"
    return document(composed([content], fonts, b"", A4), info)


PROGRAMS = {
    "word-letter": word, "indesign-columns": indesign, "latex-notice": latex, "chrome-print": chrome,
    "google-docs-chinese": google_docs,
}  # fmt: skip


def main() -> None:
    """Writes them all."""
    for name, program in PROGRAMS.items():
        (FOLDER / f"{name}.pdf").write_bytes(program())


if __name__ == "__main__":
    main()
