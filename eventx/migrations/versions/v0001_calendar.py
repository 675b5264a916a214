"""The first calendar: releases, what they say, the entries made of it, decisions and history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = ("releases", "entries", "sightings", "blocks", "decisions", "ties", "revisions")


def upgrade() -> None:
    """Make the tables."""
    ordered = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("noted", sa.Text, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uid", ordered, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("retired_into", sa.Integer, sa.ForeignKey("entries.id")),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.Column("title", ordered, nullable=False),
        sa.Column("first_day", sa.Text, nullable=False),
        sa.Column("last_day", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("precision", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("zone", sa.Text),
        sa.Column("zone_first", sa.Integer),
        sa.Column("zone_last", sa.Integer),
        sa.Column("vevent", sa.LargeBinary, nullable=False),
        sa.Column("vevent_plain", sa.LargeBinary, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("conflicts", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_index("entries_by_day", "entries", ["first_day", "title", "uid"])
    op.create_index("entries_by_last_day", "entries", ["last_day"])
    op.create_index("entries_by_zone", "entries", ["zone", "state", "precision", "zone_first", "zone_last"])
    op.create_index("entries_by_survivor", "entries", ["retired_into"])
    op.create_table(
        "sightings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, sa.ForeignKey("entries.id")),
        sa.Column("event", sa.Text, nullable=False),
        sa.UniqueConstraint("release_id", "n", name="sightings_of_release"),
    )
    op.create_index("sightings_by_entry", "sightings", ["entry_id"])
    op.create_table(
        "blocks",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("sighting_id", sa.Integer, sa.ForeignKey("sightings.id"), primary_key=True),
    )
    op.create_index("blocks_by_sighting", "blocks", ["sighting_id"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("entry_id", sa.Integer, sa.ForeignKey("entries.id"), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("noted", sa.Text, nullable=False),
    )
    op.create_index("decisions_by_entry", "decisions", ["entry_id"])
    op.create_table(
        "ties",
        sa.Column("a", sa.Text, primary_key=True),
        sa.Column("b", sa.Text, primary_key=True),
        sa.Column("together", sa.Boolean, nullable=False),
        sa.Column("decision_id", sa.Integer, sa.ForeignKey("decisions.id"), nullable=False),
    )
    op.create_index("ties_by_b", "ties", ["b"])
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("entry_id", sa.Integer, sa.ForeignKey("entries.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id")),
        sa.Column("decision_id", sa.Integer, sa.ForeignKey("decisions.id")),
        sa.Column("noted", sa.Text, nullable=False),
    )
    op.create_index("revisions_by_entry", "revisions", ["entry_id"])
    op.create_index("revisions_by_noted", "revisions", ["noted"])


def downgrade() -> None:
    """Drop them, those that refer to others first."""
    for name in reversed(TABLES):
        op.drop_table(name)
