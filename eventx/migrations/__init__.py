"""The schema of the calendar, version by version, for alembic. A step that was released is not changed again."""
