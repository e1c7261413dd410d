"""Words for staff: every code has its own, none is left over, none runs ahead of a status (DNH-24)."""

from collections.abc import Iterable, Mapping

import pytest

from fanal.concerns.contracts import NOWHERE, LegalAnswer
from fanal.concerns.handovers import texts as handovers
from fanal.concerns.handovers.desk.words import label
from fanal.concerns.handovers.payload import ADDABLE, DEFAULT, STAYS
from fanal.concerns.keeping import texts as keeping
from fanal.concerns.retention import DEFAULTS
from fanal.concerns.routing import texts as routing
from fanal.concerns.triage import texts as triage
from fanal.passing.api import texts as passing
from fanal.vocabulary import codes

TABLES: list[tuple[Mapping[str, str], Iterable[str]]] = [
    (triage.TRIAGE, codes.Triage),
    (triage.FINDING, codes.Finding),
    (triage.CHANNEL, codes.ReportChannel),
    (passing.STATE, codes.TransitionState),
    (passing.DECLINE, codes.DeclineReason),
    (passing.OUTCOME, codes.HandoverOutcome),
    (routing.LAW, LegalAnswer),
    (keeping.KEPT, DEFAULTS),
    (passing.ADDITION, ["unknown", "no_reason", "not_covered", "empty"]),
]


@pytest.mark.parametrize(("table", "known"), TABLES)
def test_every_code_has_its_own_words(table: Mapping[str, str], known: Iterable[str]) -> None:
    assert list(table) == list(known), "each code has words, in the order of its list"
    assert len(set(table.values())) == len(table)


def test_every_rule_of_routing_has_its_sentence() -> None:
    assert set(routing.ROUTING) >= {f"place_{code}" for code in NOWHERE} | {
        "place",
        "lives_in",
        "comes_from",
        "travels_to",
    }
    for sentence in routing.ROUTING.values():
        assert sentence.format(country="XA").endswith(".")


def test_every_field_of_a_preview_has_a_label() -> None:
    for name in {*DEFAULT, *ADDABLE, *STAYS}:
        assert label(name) not in {"", name}, name


def test_no_word_runs_ahead_of_a_status() -> None:
    tables = [table for table, _ in TABLES] + [routing.ROUTING, handovers.ROLE]
    for text in [routing.NOBODY, *(text for table in tables for text in table.values())]:
        folded = text.casefold()
        assert "!" not in text
        assert not any(word in folded for word in ("offender", "perpetrator", "criminal", "minor", "guilty", "false"))
