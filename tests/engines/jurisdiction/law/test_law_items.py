"""Items of the benchmark worked out by hand from statutes of procedure, extradition and sanctions.

Each names the article that gives the answer. An item stands as not known where an article was not read or says less.
"""

from datetime import date
from functools import cache

import pytest

from fanal.engines.jurisdiction.contracts import Corpus, ItemResult, load_corpus, standards

pytestmark = pytest.mark.once

ON = date(2026, 12, 1)


@cache
def corpus() -> Corpus:
    return load_corpus()


def item(code: str, name: str) -> ItemResult:
    found = {standards.shipped().items[one.item].code: one for one in standards.benchmark(corpus(), code, ON)}
    return found[name]


def cited(result: ItemResult) -> set[tuple[str | None, str]]:
    return {(ref.source, ref.art) for ref in result.provisions}


@pytest.mark.parametrize(
    ("code", "name", "source", "article"),
    [
        # 20 kap. 6 §: the prosecutor shall prosecute what falls under public prosecution; no complaint is asked for.
        ("SE", "C4", "rb-2026", "20 kap. 6 §"),
        # 5 b §: rooms meant for it, the same interviewer; 2 a, 17, 18 §§ and 23 kap. 10 § the rest.
        ("SE", "D3", "fuk-2026", "5 b §"),
        ("SE", "D4", "rb-2026", "35 kap. 15 §"),
        # 1 §: a guardian may be suspected; counsel at public expense in cases of 6 kap. brottsbalken.
        ("SE", "D5", "sf-2025", "1 §"),
        ("SE", "D6", "kf-2025", "1 §"),
        # 2 §: the crime was committed in Sweden, whoever suffered; 33 §: complaints of acts elsewhere in the Union.
        ("SE", "D7", "bsl-2026", "2 §"),
        ("DE", "D5", "bgb-2025", "§ 1809(1)"),
        ("DE", "D6", "gewschg-2025", "§ 1(1)"),
        ("DE", "D8", "aufenthg-2025", "§ 59(7)"),
        ("FR", "C4", "cpp-pages", "CPP 2"),
        ("FR", "D4", "cpp-pages", "CPP 306"),
        ("FR", "D5", "loi-91-647", "art. 9-2"),
        # 735(1): an organization is fined in lieu of imprisonment; "every one" includes an organization.
        ("CA", "A20", "cc-2026", "s. 2 (every one, person)"),
        # 44, 46 and 47 list when surrender is refused; nationality is not among them.
        ("CA", "B10", "extradition", "ss. 3(1), 44, 46, 47"),
        ("CA", "D4", "cc-proc", "s. 715.1(1)"),
        ("CA", "D6", "cvbr", "s. 10"),
        ("US", "D6", "usc", "§ 3142(c)(1)(B)(v)"),
        # 160(1): to have it, whatever it is meant for.
        ("GB-EAW", "A12", "cja-160", "s. 160(1), (2A), (4)"),
        # 21(3): the primary rule for a witness under eighteen is a recording and a live link.
        ("GB-EAW", "D4", "yjcea-1999", "ss. 21(3)(a), 27(1)"),
    ],
)
def test_the_article_answers(code: str, name: str, source: str, article: str) -> None:
    result = item(code, name)
    assert result.state.value == "yes"
    assert (source, article) in cited(result)
    assert result.unreviewed


def test_attempt_and_aid_in_england_for_every_offence_tried_on_indictment() -> None:
    """Section 1(4) of 1981 excepts conspiracy, aiding and assisting only; section 8 of 1861 reaches each accessory."""
    result = item("GB-EAW", "A18")
    assert result.state.value == "yes"
    assert {"gb-eaw.9", "gb-eaw.48", "gb-eaw.poca.1"} <= {test.params["offence"] for test in result.tests}


@pytest.mark.parametrize(
    ("code", "name", "lacking"),
    [
        ("SE", "D8", "victim_measures.safe_return"),  # socialtjänstlagen and utlänningslagen were not read
        ("FR", "D6", "victim_measures.no_contact"),  # CPP 138 of today was not to be had
        ("FR", "D7", "victim_measures.compensation"),  # CPP 706-3 neither
        ("FR", "A22", "confiscation.closing_of_premises"),
        ("CA", "D5", "victim_measures.legal_aid"),  # law of the provinces
        ("US", "D5", "us.v.3509h"),  # a guardian ad litem, and nothing on a conflict with the parents
        ("AU", "B10", "extradition.nationals"),  # the Act was to be had as of March 2014 only
        ("NL", "A20", "legal_persons.sanctions"),
    ],
)
def test_what_was_not_to_be_had_stays_not_known(code: str, name: str, lacking: str) -> None:
    result = item(code, name)
    assert result.state.is_unknown
    assert any(lacking in reason for reason in result.reasons)


def test_help_of_one_law_does_not_deny_that_of_another() -> None:
    """Sweden: measures of safety were read, help to recover was not; so medical help is not known, and not denied."""
    medical = next(test for test in item("SE", "D8").tests if test.params.get("has") == "medical")
    assert medical.value.is_unknown
