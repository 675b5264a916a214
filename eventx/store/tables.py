"""The tables of the calendar, as SQLAlchemy Core sees them; `migrations/` makes them, and a test compares the two.

Days and instants are ISO 8601 text, in UTC where they are instants, so that they sort as they read and are the same
in every database; values with parts are JSON.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

ORDERED = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point everywhere, as Python sorts it: a calendar has one order."""

metadata = MetaData()

releases = Table(
    "releases", metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),  # Release.id
    Column("title", Text),
    Column("url", Text),
    Column("published", Text),
    Column("noted", Text, nullable=False),
    Index("releases_by_name", "name"),
)  # fmt: skip

entries = Table(
    "entries", metadata,
    Column("id", Integer, primary_key=True),  # in the order of publication
    Column("uid", ORDERED, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # live, rejected, retired
    Column("retired_into", Integer, ForeignKey("entries.id")),
    Column("sequence", Integer, nullable=False),
    Column("stamp", Text, nullable=False),  # LAST-MODIFIED
    Column("title", ORDERED, nullable=False),
    Column("first_day", Text, nullable=False),
    Column("last_day", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("precision", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("zone", Text),  # the TZID that the VEVENT refers to, and the years it needs
    Column("zone_first", Integer),
    Column("zone_last", Integer),
    Column("vevent", LargeBinary, nullable=False),
    Column("vevent_plain", LargeBinary, nullable=False),  # without the releases' sentences
    Column("event", Text, nullable=False),
    Column("conflicts", Text, nullable=False),
    Column("place", Text, nullable=False),  # what filters look in, casefolded
    Column("who", Text, nullable=False),
    Column("words", Text, nullable=False),
    Index("entries_by_day", "first_day", "title", "uid"),
    Index("entries_by_last_day", "last_day"),
    Index("entries_by_zone", "zone", "state", "precision", "zone_first", "zone_last"),
    Index("entries_by_survivor", "retired_into"),
)  # fmt: skip

sightings = Table(
    "sightings", metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # release hash:n
    Column("release_id", Integer, ForeignKey("releases.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("entry_id", Integer, ForeignKey("entries.id")),
    Column("event", Text, nullable=False),
    UniqueConstraint("release_id", "n", name="sightings_of_release"),
    Index("sightings_by_entry", "entry_id"),
)  # fmt: skip

blocks = Table(
    "blocks", metadata,
    Column("key", Text, primary_key=True),
    Column("sighting_id", Integer, ForeignKey("sightings.id"), primary_key=True),
    Index("blocks_by_sighting", "sighting_id"),
)  # fmt: skip

decisions = Table(
    "decisions", metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # confirm, reject, edit, merge, split
    Column("uid", Text, nullable=False),  # as it was when the decision was made
    Column("entry_id", Integer, ForeignKey("entries.id"), nullable=False),  # whom it holds for now
    Column("value", Text, nullable=False),
    Column("noted", Text, nullable=False),
    Index("decisions_by_entry", "entry_id"),
)  # fmt: skip

ties = Table(
    "ties", metadata,
    Column("a", Text, primary_key=True),  # keys of sightings, a < b
    Column("b", Text, primary_key=True),
    Column("together", Boolean, nullable=False),  # else apart
    Column("decision_id", Integer, ForeignKey("decisions.id"), nullable=False),
    Index("ties_by_b", "b"),
)  # fmt: skip

revisions = Table(
    "revisions", metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", Integer, ForeignKey("entries.id"), nullable=False),
    Column("kind", Text, nullable=False),  # published, changed, conflict, rejected, restored, retired
    Column("changes", Text, nullable=False),  # field → [before, after]
    Column("sequence", Integer, nullable=False),
    Column("release_id", Integer, ForeignKey("releases.id")),
    Column("decision_id", Integer, ForeignKey("decisions.id")),
    Column("noted", Text, nullable=False),
    Index("revisions_by_entry", "entry_id"),
    Index("revisions_by_noted", "noted"),
)  # fmt: skip

feeds = Table(
    "feeds", metadata,
    Column("name", ORDERED, primary_key=True),
    Column("filter", Text, nullable=False),
    Column("told", Text, nullable=False),  # what a feed says of itself: colour, source, …
)  # fmt: skip

sources = Table(
    "sources", metadata,
    Column("id", Integer, primary_key=True),
    Column("url", ORDERED, nullable=False, unique=True),
    Column("name", ORDERED, unique=True),
    Column("every", Integer, nullable=False),  # seconds
    Column("noted", Text, nullable=False),
    Column("etag", Text),  # ETag and Last-Modified of the last answer that is in the calendar as a whole
    Column("modified", Text),
    Column("fetched", Text),  # when it last answered
    Column("changed", Text),  # when it last had something new
    Column("due", Text),  # at once where empty
    Column("failures", Integer, nullable=False),  # in a row
    Column("fault", Text),  # of the last of them
)  # fmt: skip

source_items = Table(
    "source_items", metadata,
    Column("source_id", Integer, ForeignKey("sources.id"), primary_key=True),
    Column("item", Text, primary_key=True),  # hash of the id that the source gives it
    Column("version", Text, nullable=False),  # hash of what the source says of it
    Column("failures", Integer, nullable=False),  # 0 where that version is in the calendar
    Column("noted", Text, nullable=False),
)  # fmt: skip
