"""What feeds ask of the calendar, in SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import date

from eventx.store import EVERYTHING, FeedRow, Filter, open_store
from tests.databases import FAIR, FORUM, NOW, told


def test_feeds_ask_both_databases_alike(url: str) -> None:
    store = open_store(url)
    seen = [store.version()]
    store.add(*told("Item", date(2021, 9, 1), FORUM, FAIR), NOW)
    seen.append(store.version())
    store.confirm("item-0@eventx", NOW)
    seen.append(store.version())
    store.edit("item-0@eventx", {"title": "Renamed Forum"}, NOW)
    seen.append(store.version())
    assert len(set(seen)) == 4
    assert store.version() == seen[-1]

    first = store.page(EVERYTHING, 1)
    second = store.page(EVERYTHING, 5, first[0].event.uid)
    assert [each.event.title for each in first + second] == ["Renamed Forum", "Old Harbour Book Fair"]
    assert store.page(EVERYTHING, 5, "nobody") == []
    news = store.news(Filter(also=(Filter(kind="forum"),)), 5)
    assert [(event.title, [each.kind for each in history]) for event, history in news] == [
        ("Renamed Forum", ["published", "changed"])
    ]
    assert [event.title for event, _ in store.news(EVERYTHING, 5)] == ["Renamed Forum", "Old Harbour Book Fair"]

    assert (store.single("item-1@eventx") or b"").count(b"BEGIN:VEVENT") == 1
    assert b"A sentence" not in (store.single("item-1@eventx", evidence=False) or b"")
    assert store.single("item-1") is None
    row = FeedRow(name="fora", filter={"kind": "forum"}, told={"hours": 6})
    store.put_feed(row)
    store.put_feed(row)
    assert store.feeds() == [row]
    store.close()
