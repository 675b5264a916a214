"""What tests share: nobody's own configuration, calendar or cache is touched, and databases to test with."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.databases import postgres_programs, server

if TYPE_CHECKING:
    from tests.web_server import Server

_NUMBER = count(1)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("EVENTX_CONFIG", str(folder / "no-config.toml"))
    monkeypatch.setenv("EVENTX_CACHE", str(folder / "no-cache"))
    monkeypatch.setenv("EVENTX_DB", str(folder / "no-calendar.db"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server; fails on CI where it cannot be had, skips elsewhere."""
    programs = postgres_programs()
    if programs is None:
        missing = "PostgreSQL is not installed: apt-get install postgresql"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    with server(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "calendar.db")
    import psycopg

    base, name = request.getfixturevalue("postgres"), f"calendar{next(_NUMBER)}"
    with psycopg.connect(f"{base}postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{base}{name}"


@pytest.fixture(scope="session")
def page_calendar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The calendar of tests/pagecal.py, made once; tests work on copies."""
    from tests.pagecal import filled

    path = tmp_path_factory.mktemp("pages") / "calendar.db"
    filled(path).close()
    return path


@pytest.fixture
def site() -> Iterator[Server]:
    """A server on loopback for what a test wants of the web."""
    from tests.web_server import serving

    with serving() as running:
        yield running


@pytest.fixture
def ended() -> Iterator[threading.Event]:
    """Set when the test is over, so that slow answers end."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 passes for a machine that everybody can reach; all else is as it is."""
    from eventx.ingest.web import addresses, network

    is_public = addresses.is_public

    def passes(address: addresses.IP) -> bool:
        return str(address) == "127.0.0.1" or is_public(address)

    monkeypatch.setattr(addresses, "is_public", passes)
    monkeypatch.setattr(network, "is_public", passes)
