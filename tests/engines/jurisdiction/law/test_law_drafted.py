"""How every file of law was drafted: what was read says so, what nobody reviewed is drafted, nothing is complete."""

import pytest
from tests.engines.jurisdiction.abroad import ask, case, child, shipped, summary
from tests.engines.jurisdiction.law_texts import checkable, quotations

from fanal.engines.jurisdiction.files.articles import quoted
from fanal.engines.jurisdiction.files.corpus import LAW
from fanal.engines.jurisdiction.model import ReviewStatus

pytestmark = pytest.mark.once

CODES = sorted(path.stem for path in (LAW / "jurisdictions").glob("*.yaml"))
SECONDARY = {"AT", "CL", "IE", "KH", "LK", "PH", "SE", "TH"}
"""Files that also quote what is no official text: where an article was read in a copy or in a book."""


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_declared_complete_and_all_is_drafted(code: str) -> None:
    law = shipped().laws[code]
    assert not law.coverage
    held = [*law.offences.values(), *law.rules.values(), *law.limitation.values()]
    assert {version.review.status.value for one in held for version in one.versions} == {"drafted"}


@pytest.mark.parametrize("code", CODES)
def test_a_wording_was_read_or_says_that_it_was_not(code: str) -> None:
    law = shipped().laws[code]
    for one in (*law.offences.values(), *law.rules.values(), *law.limitation.values()):
        for version in one.versions:
            assert version.unknown or version.source or version.from_memory, one.id
            if version.source is None and not version.unknown:
                assert version.review.status is ReviewStatus.DRAFTED, one.id
            if version.cite is None and not version.unknown:
                assert version.review.needs_expert, one.id


@pytest.mark.parametrize("code", CODES)
def test_a_quotation_is_short_and_of_a_source_that_was_read(code: str) -> None:
    law = shipped().laws[code]
    for where, cite in quotations(law):
        source = law.sources[str(cite.source)]
        assert len(cite.quote.split()) <= 60, where
        assert source.via or source.url, where
        if source.kind == "secondary":
            assert code in SECONDARY or where.startswith("nz.j.144AB"), where  # words of the amendment as moved


@pytest.mark.parametrize(("code", "least"), [("DE", 41), ("SE", 21), ("US", 6)])
def test_quotations_stand_in_the_texts_that_we_keep(code: str, least: int) -> None:
    found = list(checkable(shipped().laws[code]))
    assert len(found) >= least
    for who, cite, kept in found:
        assert quoted(kept, cite.art, cite.quote), (who, cite)


@pytest.mark.parametrize("code", CODES)
def test_nobody_linked_is_told_no_for_what_was_not_read(code: str) -> None:
    state = shipped().laws[code].state
    facts = case("1975-06-01", child(13), {"nationality": [state], "presence": [state]})
    assert summary(ask(facts, "2026-11-25", code), code) == "cannot_say"
