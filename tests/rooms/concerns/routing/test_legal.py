"""What the law says to routing: reasons with provisions, never a decision; what nobody confirmed is never known."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.concerns.content import PersonCountry
from fanal.concerns.contracts import ConcernFacts, Directory, LegalAnswer, OrgRef, Provision, Verdict
from fanal.concerns.routing import legal, routing
from fanal.concerns.routing.desk import cited
from fanal.concerns.routing.legal import LAW_NOT_IN_LIBRARY, LAW_REACHES, LAW_UNSURE, Library, NoLibrary, facts_of
from fanal.concerns.triage import adults
from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import Corpus
from fanal.network.contracts import AgreementPurpose, OrgKind
from fanal.vocabulary.results import Allowed
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.told import tell

DAY = date(2026, 11, 25)
OWN = OrgRef(UUID(int=1), "Own", OrgKind.MEMBER, "TH", frozenset({"TH"}), "UTC", ("en",))
SWEDEN = OrgRef(UUID(int=2), "Norr", OrgKind.MEMBER, "SE", frozenset({"SE"}), "UTC", ("en",))
LIVES_THERE = PersonCountry("SE", "lives_in", "papers_or_booking")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture
def library(corpus: Corpus) -> Library:
    return Library(lambda _day: corpus, lambda code, provision: f"/law/{code}/{provision}/")


def _facts(**more: object) -> ConcernFacts:
    return replace(ConcernFacts(OWN, DAY, "TH"), **more)  # type: ignore[arg-type]


@pytest.mark.once
def test_a_confirmed_residence_names_the_rule_that_reaches_it(library: Library) -> None:
    """Brottsbalken 2:3 no. 2: who lives in Sweden can be prosecuted there for an act abroad."""
    found = library.verdict("SE", _facts(adult_countries=(LIVES_THERE,)))
    assert (found.answer, found.words) == (LegalAnswer.CANNOT_SAY, LAW_REACHES)
    first = found.provisions[0]
    assert first.citation.startswith("2 kap. 3 § 2")
    assert (first.url, first.reviewed) == ("/law/SE/se.j.3.2.res/", None)
    assert "Sverige" in first.words


@pytest.mark.once
def test_the_place_names_the_rule_of_territory_first(library: Library) -> None:
    found = library.verdict("DE", _facts(place="DE"))
    assert found.provisions[0].citation == "§§ 3, 9"
    assert len(found.provisions) <= legal.MOST


@pytest.mark.once
@pytest.mark.parametrize("relation", ["comes_from", "travels_to"])
def test_where_somebody_comes_from_is_no_nationality_and_no_residence(library: Library, relation: str) -> None:
    """Unknown stays unknown: no rule is said to reach it, and it is no "no" either."""
    found = library.verdict("SE", _facts(adult_countries=(PersonCountry("SE", relation, "they_said"),)))
    assert (found.answer, found.words) == (LegalAnswer.CANNOT_SAY, LAW_UNSURE)
    assert "se.j.3.2.res" not in "".join(one.url for one in found.provisions)


@pytest.mark.once
def test_a_nationality_yields_nothing(library: Library) -> None:
    facts = _facts(adult_nationalities=("SE", "DE"))
    assert facts_of(facts, None).suspect.nationality is None
    assert library.verdict("SE", facts) == library.verdict("SE", _facts())


@pytest.mark.once
def test_what_nobody_confirmed_is_not_known() -> None:
    known = facts_of(_facts(place="online", online=True), None)
    assert (known.act.places, known.act.start, known.suspect.residence, known.suspect.nationality) == (None,) * 4
    assert (known.act.commercial, known.act.means, known.act.role, known.suspect.presence) == (None,) * 4
    assert known.child.age is not None
    assert (known.child.age.low, known.child.age.high) == (0, 17)
    assert not facts_of(_facts(online=True), None).act.places_complete


@pytest.mark.once
@pytest.mark.parametrize("state", ["TD", "XA", "XB", "LA"])
def test_a_country_without_a_file_is_not_in_the_library(library: Library, state: str) -> None:
    assert library.verdict(state, _facts(place=state)) == NoLibrary().verdict(state, _facts())
    assert library.verdict(state, _facts()).words == LAW_NOT_IN_LIBRARY


@pytest.mark.once
def test_no_state_is_said_to_be_open_or_closed_on_what_a_concern_holds(library: Library, corpus: Corpus) -> None:
    """What happened and when are not confirmed, and no shipped file was declared complete."""
    states = {law.state for law in corpus.laws.values()} | {"TD"}
    told = (_facts(), _facts(place="SE"), _facts(adult_countries=(LIVES_THERE,)), _facts(child_home="DE"))
    answers = {library.verdict(state, facts).answer for state in states for facts in told}
    assert answers == {LegalAnswer.CANNOT_SAY}


@pytest.mark.once
def test_a_part_of_a_state_answers_for_it(library: Library) -> None:
    found = library.verdict("GB", _facts(adult_countries=(PersonCountry("GB", "lives_in", "they_said"),)))
    assert found.words != LAW_NOT_IN_LIBRARY


def _breaks(_day: date) -> Corpus:
    raise RuntimeError("a law that cannot be read")


def _lies(state: str, facts: ConcernFacts) -> Verdict:
    return Verdict(state, LegalAnswer.NONE, "wrong")


class _Wrong:
    verdict = staticmethod(_lies)


@pytest.mark.once
@pytest.mark.parametrize("view", [NoLibrary(), Library(_breaks), _Wrong()], ids=["none", "breaks", "wrong"])
def test_wrong_or_missing_law_changes_no_proposal(library: Library, view: legal.LegalView) -> None:
    """The same recipients, roles, agreements and payloads; only the reasons differ."""

    class Agreements:
        def check(self, *_: object) -> Allowed:
            return Allowed("agreed")

    directory = Directory((OWN, SWEDEN))
    facts = _facts(adult_countries=(LIVES_THERE,))

    def outline(law: legal.LegalView) -> list[tuple[object, ...]]:
        found = routing.propose(facts, directory, Agreements(), law)
        return [(one.recipient, one.role, one.agreement, one.payload, one.must_read) for one in found]

    assert AgreementPurpose.CONCERN_HANDOVER
    assert outline(view) == outline(library)
    assert len(outline(library)) == 2


@pytest.mark.django_db(databases="__all__")
def test_a_worker_sees_the_provisions_beside_who_can_act(cast: Cast) -> None:
    """The site joins the two rooms: a concern names the law, with a link to its provision and its review."""
    assert isinstance(legal.current(), Library)
    sent = tell(cast)
    now = datetime.combine(DAY, datetime.min.time(), UTC)
    adults.confirm(cast["amara"], sent.id, PersonCountry("SE", "lives_in", "they_said"), now)
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "Law of Sweden: Cannot say. It has rules that reach such an act." in page
    assert 'href="/en/law/SE/se.j.3.2.res/"' in page
    assert "not yet reviewed" in page
    assert "section 2 kap." not in page
    assert "Law of XA: Cannot say. The law of this country is not in the library." in page


@pytest.mark.once
def test_a_code_that_counts_articles_has_no_section() -> None:
    """Italian, Dutch and Swiss law is cited by article."""
    one = Provision("600-bis(1)", "", None, "/en/law/IT/a/", articles=True)
    assert cited(one) == '<a href="/en/law/IT/a/"><bdi>article 600-bis(1)</bdi></a>'


@pytest.mark.once
@pytest.mark.parametrize(
    ("citation", "read_as"), [("4", "section 4"), ("72(3)-(4)", "section 72(3)-(4)"), ("§ 5 Nr. 8", "§ 5 Nr. 8")]
)
def test_a_link_to_the_law_reads_as_people_say_it(citation: str, read_as: str) -> None:
    """A bare number says nothing as a link; a citation with its own sign stays as the law has it."""
    assert cited(Provision(citation, "", None, "/en/law/XB/a/")) == f'<a href="/en/law/XB/a/"><bdi>{read_as}</bdi></a>'
