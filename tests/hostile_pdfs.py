"""PDFs that ask for more than they may have, or are not what they say."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.pdfs import composed, document, stream

PLAIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
BOX = b"/MediaBox[0 0 595 842]"
LINE = b"BT /F1 12 Tf 72 700 Td (The forum is held on May 5, 2027.) Tj ET "
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def simple(*contents: bytes, catalog: bytes = b"") -> bytes:
    """A PDF with these page contents in Helvetica."""
    return document(composed(contents, [[PLAIN]], catalog, BOX))


def with_stream(packed: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF whose one page has packed contents."""
    whole = composed([b"{here}"], [[PLAIN]], b"", BOX)
    at = next(place for place, each in enumerate(whole) if b"{here}" in each)
    whole[at] = stream(packed, b"/Filter[%s]" % filters)
    return document(whole)


def bomb(pattern: bytes, size: int, times: int = 1) -> bytes:
    """A pattern packed so that it unpacks to a size, packed again as often as is asked."""
    packer = zlib.compressobj(1)
    block = pattern * (2**20 // len(pattern))
    data = b"".join([*(packer.compress(block) for _ in range(size // len(block))), packer.flush()])
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def page_tree_in_a_circle() -> bytes:
    """A node that is its own kid."""
    return document([CATALOG, b"<</Type/Pages/Count 5/Kids[2 0 R 2 0 R 2 0 R]>>"])


def pages_without_end() -> bytes:
    """Ten kids, each with ten kids, eight deep: a hundred million pages of one page."""
    first, deep = 3, 8
    nodes = [
        b"<</Type/Pages/Count %d/Parent %d 0 R/Kids[%s]>>"
        % (10 ** (deep - level), first + level - 1, b" ".join([b"%d 0 R" % (first + level + 1)] * 10))
        for level in range(deep)
    ]
    leaf = b"<</Type/Page/Parent %d 0 R%s/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>>>" % (
        first + deep - 1, BOX, first + deep + 1, first + deep + 2)  # fmt: skip
    top = b"<</Type/Pages/Count %d/Kids[%d 0 R]>>" % (10**deep, first)
    return document([CATALOG, top, *nodes, leaf, stream(LINE), PLAIN])


def million_pages() -> bytes:
    """One page named a million times."""
    page = b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>" % BOX
    return document(
        [CATALOG, b"<</Type/Pages/Count 1000000/Kids[%s]>>" % (b"3 0 R " * 10**6), page, stream(LINE), PLAIN]
    )  # fmt: skip


def count_without_pages() -> bytes:
    """A count that no page is behind."""
    return document([CATALOG, b"<</Type/Pages/Count 2147483647/Kids[]>>"])


def table_in_a_circle() -> bytes:
    """A cross-reference table that names itself as the one before."""
    data = simple(LINE)
    at = data.rindex(b"startxref\n") + 10
    start = data[at : data.index(b"\n", at)]
    return data.replace(b"trailer\n<<", b"trailer\n<</Prev %s" % start)


def forms_in_forms() -> bytes:
    """Forms that draw the next one ten times, fifteen deep, and the last one the first."""
    objects = composed([b"/X0 Do"], [[PLAIN]], b"", BOX)
    first = len(objects) + 1
    names = b"/XObject<<%s>>" % b" ".join(b"/X%d %d 0 R" % (n, first + n) for n in range(15))
    objects[2] = objects[2].replace(b"/Resources<<", b"/Resources<<%s" % names)
    objects += [
        stream(b"/X%d Do " % ((n + 1) % 15) * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % names)
        for n in range(15)
    ]
    return document(objects)


def deep_arrays() -> bytes:
    """A hundred thousand brackets."""
    return document([CATALOG, b"<</Type/Pages/Count 1/Kids%s>>" % (b"[" * 100_000)])


def wide_map() -> bytes:
    """A ToUnicode map that maps everything a thousand times to much text."""
    much = "0041" * 500
    ranges = "\n".join(f"<{n % 256:02x}00> <{n % 256:02x}ff> <{much}>" for n in range(20000))
    cmap = f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 9 beginbfrange {ranges} endbfrange endcmap"
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Ordering(Identity)>>/DW 500>>"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[{below}]/ToUnicode {map}>>"
    content = b"BT /F1 12 Tf 72 700 Td <%s> Tj ET" % (b"0041" * 20000)
    return document(composed([content], [[font, below, stream(cmap.encode(), packed=True)]], b"", BOX))


def odd_places() -> bytes:
    """Type of no size, of a gigantic one, mirrored, and far off the page."""
    sizes = [b"0", b"1e38", b"-12", b"1e-30"]
    places = [b"1 0 0 1 72 700", b"1e30 0 0 1e30 1e30 1e30", b"0 0 0 0 0 0", b"-1 0 0 1 99999999999 -99999999999"]
    drawn = (b"BT /F1 %s Tf %s Tm (May 5, 2027) Tj ET " % (size, place) for size in sizes for place in places)
    return simple(b"".join(drawn))


def locked() -> bytes:
    """A PDF that asks for a password (standard security handler, revision 3)."""
    whole = simple(LINE)
    handler = b"<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%s>/U<%s>>>" % (b"5a" * 32, b"a5" * 32)
    return whole.replace(b"trailer\n<<", b"trailer\n<</Encrypt %s/ID[<00><00>]" % handler)


BOMBS: dict[str, Callable[[], bytes]] = {
    "contents of 600 MB": lambda: with_stream(bomb(LINE, 6 * 10**8)),
    "contents packed twice": lambda: with_stream(bomb(b"q Q ", 6 * 10**8, 2), b"/FlateDecode/FlateDecode"),
    "blanks of 600 MB": lambda: with_stream(bomb(b" ", 6 * 10**8)),
    "a page tree in a circle": page_tree_in_a_circle,
    "pages without end": pages_without_end,
    "a million pages": million_pages,
    "a count without pages": count_without_pages,
    "a table in a circle": table_in_a_circle,
    "forms in forms": forms_in_forms,
    "deep arrays": deep_arrays,
    "a wide map": wide_map,
    "odd places": odd_places,
    "a million letters": lambda: simple(b"BT /F1 1 Tf 2 700 Td (%s) Tj ET" % (b"a b " * 500_000)),
    "a letter in each corner": lambda: simple(
        b"".join(b"BT /F1 2 Tf %d %d Td (a) Tj ET " % (n * 37 % 590, n * 91 % 840) for n in range(60_000))
    ),
    "nothing but its first bytes": lambda: b"%PDF-1.7\n",
}  # fmt: skip
