"""Every rule that a calendar file keeps to (docs/clients.md) has a test with its number, `test_feed_7_…`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULES = re.findall(r"^(\d+)\. ", (ROOT / "docs" / "clients.md").read_text(encoding="utf-8"), re.MULTILINE)
TESTS = [
    name
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    for name in re.findall(r"^def test_feed((?:_\d+)+)_", path.read_text(encoding="utf-8"), re.MULTILINE)
]


def test_the_rules_are_numbered_from_1() -> None:
    assert [str(number) for number in range(1, len(RULES) + 1)] == RULES


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_test(rule: str) -> None:
    assert any(rule in name.split("_") for name in TESTS)


def test_every_numbered_test_keeps_a_rule() -> None:
    assert {number for name in TESTS for number in name.split("_") if number} <= set(RULES)
