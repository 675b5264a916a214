"""Sources that are watched, and which of their items the calendar has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables of sources and of their items, and an index of releases by their id."""
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("url", _ORDERED, nullable=False, unique=True),
        sa.Column("name", _ORDERED, unique=True),
        sa.Column("every", sa.Integer, nullable=False),
        sa.Column("noted", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("fetched", sa.Text),
        sa.Column("changed", sa.Text),
        sa.Column("due", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fault", sa.Text),
    )
    op.create_table(
        "source_items",
        sa.Column("source_id", sa.Integer, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("noted", sa.Text, nullable=False),
    )

    op.create_index("releases_by_name", "releases", ["name"])  # an older version of an item is found by its id


def downgrade() -> None:
    """Drop them."""
    op.drop_index("releases_by_name")
    op.drop_table("source_items")
    op.drop_table("sources")
