"""Writes the PDFs of tests/sources/pdf, in the ways in which programs write them: `python -m tests.pdfs`.

Nothing here is a library: objects are bytes, fonts are declared and not embedded, and each program has a function that
draws its lines as that program does.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / "sources" / "pdf"

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(_WIDTHS.split())}
"""Thousandths of the type size, for ASCII (Helvetica)."""

LIGATURES = {"ffi": "\ufb03", "fi": "\ufb01", "fl": "\ufb02"}


def width(text: str, size: float) -> float:
    """Points that a text takes."""
    return sum(WIDTHS.get(c, 1000 if c > "\u2e7f" else 500) for c in text) * size / 1000


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Lines no wider than `room`; words may break at ¬, wide characters anywhere."""
    lines = [""]
    if " " not in text:
        for letter in text:
            full = width(lines[-1] + letter, size) > room
            lines = [*lines, letter] if full and letter not in "，。、" else [*lines[:-1], lines[-1] + letter]
        return lines
    for word in text.split():
        line = f"{lines[-1]} {word}".lstrip()
        parts = word.split("¬")
        if width(line.replace("¬", ""), size) <= room:
            lines[-1] = line.replace("¬", "")
            continue
        fits = [i for i in range(1, len(parts)) if width(f"{lines[-1]} {''.join(parts[:i])}-", size) <= room]
        if fits:
            lines[-1] += f" {''.join(parts[: fits[-1]])}-"
        lines.append("".join(parts[fits[-1] if fits else 0 :]))
    return lines


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object (ISO 32000-1, 7.3.8)."""
    if packed:
        data, entries = zlib.compress(data, 9), entries + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def document(objects: Sequence[bytes], info: bytes = b"") -> bytes:
    """A file of the objects 1, 2, …, of which the first is the catalog, with a table of where they stand."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, each in enumerate([*objects, b"<<%s>>" % info], 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"/Size %d/Root 1 0 R/Info %d 0 R" % (len(places) + 1, len(places))
    return bytes(out) + b"trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def with_object_streams(objects: Sequence[bytes], info: bytes) -> bytes:
    """The same with objects in an object stream and a cross-reference stream (7.5.7, 7.5.8), as pdfTeX writes them."""
    loose = {number: each for number, each in enumerate(objects, 1) if b"stream" in each}
    held = {number: each for number, each in enumerate(objects, 1) if number not in loose}
    held[len(objects) + 1] = b"<<%s>>" % info
    index, body = b"", b""
    for number, each in held.items():
        index += b"%d %d " % (number, len(body))
        body += each + b" "
    holder, crossing = len(objects) + 2, len(objects) + 3
    loose[holder] = stream(index + body, b"/Type/ObjStm/N %d/First %d" % (len(held), len(index)), packed=True)
    out, rows = bytearray(b"%PDF-1.5\n%\xd0\xd4\xc5\xd8\n"), {0: b"\0\0\0\0\xff"}
    for number, each in loose.items():
        rows[number] = b"\1" + len(out).to_bytes(3, "big") + b"\0"
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows |= {number: b"\2" + holder.to_bytes(3, "big") + bytes([place]) for place, number in enumerate(held)}
    start = len(out)
    rows[crossing] = b"\1" + start.to_bytes(3, "big") + b"\0"
    entries = b"/Type/XRef/W[1 3 1]/Size %d/Root 1 0 R/Info %d 0 R" % (crossing + 1, len(objects) + 1)
    table = stream(b"".join(rows[number] for number in range(crossing + 1)), entries, packed=True)
    return bytes(out) + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (crossing, table, start)


def text_string(text: str) -> bytes:
    """A text string (7.9.2.2) in UTF-16."""
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()


def identity_font(name: bytes, letters: str) -> list[bytes]:
    """A composite font whose glyph numbers mean nothing without its ToUnicode map: three objects, for `{first}` on."""
    glyphs = {letter: place for place, letter in enumerate(letters, 3)}
    pairs = "\n".join(f"<{glyph:04x}> <{_spelled(letter)}>" for letter, glyph in glyphs.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(glyphs)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    widths = " ".join(str(WIDTHS.get(c, 1000 if c > "\u2e7f" else 500)) for c in letters)
    descriptor = (
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-200 -220 1000 920]/ItalicAngle 0/Ascent 905/Descent -212"
        b"/CapHeight 720/StemV 80>>" % name
    )
    below = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0"
        b">>/DW 1000/W[3[%s]]/FontDescriptor %s>>" % (name, widths.encode(), descriptor)
    )
    font = b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[{below}]/ToUnicode {map}>>"
    return [font % name, below, stream(cmap.encode())]


def _spelled(letter: str) -> str:
    """What a glyph stands for: ligatures are spelled out by no program that asks for them as glyphs."""
    return letter.encode("utf-16-be").hex()


def hexed(text: str, letters: str) -> bytes:
    """A text as glyph numbers of an identity font."""
    return b"<%s>" % "".join(f"{letters.index(c) + 3:04x}" for c in text).encode()


def alphabet(texts: Iterable[str]) -> str:
    """All letters that are used, in the order in which a program meets them."""
    return "".join(dict.fromkeys("".join(texts)))


def composed(pages: Sequence[bytes], fonts: Sequence[Sequence[bytes]], catalog: bytes, box: bytes) -> list[bytes]:
    """Objects of a document: catalog, page tree, pages with their contents, fonts as F1, F2, …"""
    first_page, count = 3, len(pages)
    kids = b" ".join(b"%d 0 R" % (first_page + 2 * place) for place in range(count))
    objects = [b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)]
    at, names, bodies = first_page + 2 * count, b"", []
    for number, font in enumerate(fonts, 1):
        names += b"/F%d %d 0 R" % (number, at)
        below, mapped = b"%d 0 R" % (at + 1), b"%d 0 R" % (at + 2)
        bodies += [each.replace(b"{below}", below).replace(b"{map}", mapped) for each in font]
        at += len(font)
    for place, content in enumerate(pages):
        entries = b"/Resources<</Font<<%s>>>>/Contents %d 0 R%s" % (names, first_page + 2 * place + 1, box)
        objects += [b"<</Type/Page/Parent 2 0 R%s>>" % entries, stream(content)]
    return objects + bodies
