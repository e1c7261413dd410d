"""A place of the board, from the first look to what everybody reads."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.justice import api as justice
from fanal.justice.law import drafting
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.progress.assessing import assessing, cells, citing, duties
from fanal.progress.assessing.standing import board
from fanal.progress.commitments import rubrics
from fanal.progress.models import Cell, CountryAssessment, Notice, Publication, Reading
from fanal.progress.policy import SECOND_READER
from fanal.vocabulary.evidence import State
from tests.desk import client_of, text
from tests.people import FOUNDED, NOW, Cast
from tests.rooms.justice.laws import law, person, put
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY, DAY, ITEM, SOURCE, TODAY, where

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def _ready(cast: Cast) -> None:
    places.ready(cast)


def _state() -> State:
    return board(TODAY).state(COUNTRY, ITEM)


def test_a_place_goes_from_the_first_look_to_everybody(cast: Cast) -> None:
    assert _state() is State.NOT_ASSESSED
    places.assessed(cast)
    assert _state() is State.NOT_ASSESSED, "one person found it"
    places.read(cast)
    assert _state() is State.NOT_ASSESSED, "the state was not told"
    places.tell(cast)
    with pytest.raises(NotNow, match="can reply until then"):
        places.publish(cast, now=NOW + 29 * DAY)
    places.publish(cast, now=NOW + 30 * DAY)
    assert _state() is State.PARTIAL
    found = board(TODAY).of(COUNTRY, ITEM)
    assert found
    assert (found.as_of, found.before, found.disputed) == (TODAY, State.NOT_ASSESSED, False)
    assert board(TODAY).looked(COUNTRY) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"citations": []}, "citations"),
        ({"rationale": "  "}, "rationale"),
        ({"confidence": ""}, "confidence"),
        ({"as_of": TODAY + DAY}, "as_of"),
        ({"as_of": date(1996, 8, 30)}, "as_of"),
        ({"found": "no_data"}, "searched"),
        ({"citations": ["A report"]}, "citations"),
        ({"citations": ["A report | p. 3 | example"]}, "citations"),
        ({"citations": ["law:KH/nothing"]}, "citations"),
        ({"citations": [f"release:{uuid.uuid4()}"]}, "citations"),
        ({"citations": [f"observation:{uuid.uuid4()}"]}, "citations"),
        ({"citations": [f"Report {n} | p. {n}" for n in range(13)]}, "citations"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(NotNow) as why:
        places.assessed(cast, **more)
    assert why.value.field == field
    assert not CountryAssessment.objects.exists()


def test_a_state_without_a_source_is_refused_for_each_finding(cast: Cast) -> None:
    for points in "01234":
        with pytest.raises(NotNow, match="without one"):
            places.assessed(cast, found=points, citations=[])
    places.assessed(cast, found="no_data", searched="Three registers", citations=[], rationale="", confidence="")
    assert CountryAssessment.objects.get().state == "no_data"
    assert CountryAssessment.objects.get().points is None


def test_what_stood_is_taken_back_with_a_reason_and_only_where_something_stands(cast: Cast) -> None:
    gone: dict[str, Any] = {"found": "not_assessed", "citations": [], "confidence": ""}
    with pytest.raises(NotNow, match="nothing can be taken back"):
        places.assessed(cast, **gone)
    places.assessed(cast)
    with pytest.raises(NotNow, match="nothing can be taken back"):
        places.assessed(cast, **gone)
    assert CountryAssessment.objects.get().state == "partial", "what waits for its reader was not pushed away"
    places.read(cast)
    places.tell(cast)
    places.publish(cast, now=NOW + 30 * DAY)
    later = NOW + 40 * DAY
    with pytest.raises(NotNow, match="does not hold any more"):
        places.assessed(cast, now=later, **gone, rationale="")
    places.assessed(cast, now=later, **gone, rationale="The plan ended.")
    assert CountryAssessment.objects.latest("at").state == "not_assessed"


# ---- what those who assess and read are shown ----


def _desk(cast: Cast, who: str, path: str, country: str = "DE", item: str = "SA-4d") -> str:
    return text(client_of(cast, who).get(f"{reverse('progress:cell', args=[country, item])}{path}"))


def test_each_provision_has_a_name_of_its_own(cast: Cast) -> None:
    """Three provisions of Germany are § 5 Nr. 8: whoever ticks one knows which, and in which act."""
    page = _desk(cast, "noor", "assess/")
    boxes = re.findall(r'name="provisions".*?</label>', page, re.S)
    labels = [re.sub(r"<[^>]*>|\s+", " ", one.partition(">")[2]).strip() for one in boxes]
    assert len(labels) == len(set(labels)) > 5
    same = [one for one in labels if "§ 5 Nr. 8" in one]
    assert len(same) > 1
    assert all("de.j.5.8" in one and "Strafgesetzbuch" in one for one in same)


def test_a_field_that_may_be_demanded_is_not_called_optional(cast: Cast) -> None:
    page = _desk(cast, "noor", "assess/")
    for name in ("rationale", "citations", "confidence"):
        label = re.search(rf'<label[^>]*for="id_{name}"[^>]*>(.*?)</label>', page, re.S)
        assert label, name
        assert "optional" not in label[1], name
    assert "what stood here does not hold any more" not in page, "nothing stands here"


def test_a_second_reader_sees_all_that_was_found(cast: Cast) -> None:
    cites = [SOURCE, "law:DE/de.j.5.8.nat.174"]
    places.assessed(
        cast, where("DE", "SA-4d"), ties="Works for a ministry", citations=cites, differs="Practice differs."
    )
    page = _desk(cast, "oda", "read/")
    for said in (
        "2 of 4",
        "Works for a ministry",
        network.person(cast["noor"].person).name,
        "Practice differs.",
        "https://plan.example/2024",
    ):
        assert said in page, said


def test_after_a_no_sources_and_ties_are_there_again(cast: Cast) -> None:
    at, cites = where("DE", "SA-4d"), [SOURCE, "law:DE/de.j.5.8.nat.174"]
    places.assessed(cast, at, ties="Works for a ministry", citations=cites, differs="Practice differs.")
    places.read(cast, where("DE", "SA-4d"), agrees=False, words="Look again.")
    page = _desk(cast, "noor", "assess/")
    assert "Works for a ministry" in page
    assert "Practice differs." in page
    assert "National plan 2024 to 2028" in page
    ticked = re.findall(r'<input[^>]*name="provisions"[^>]*checked', page)
    assert len(ticked) == 1
    assert "law:DE/de.j.5.8.nat.174" in ticked[0]


def test_the_page_of_a_country_says_which_wording_was_not_compared(cast: Cast) -> None:
    page = text(client_of(cast, "noor").get(reverse("progress:country", args=["DE"])))
    assert "Nobody here has compared our wording" in page
    for one in rubrics.shipped():
        places.compared(cast, one)
    page = text(client_of(cast, "noor").get(reverse("progress:country", args=["DE"])))
    assert "compared" not in page


def test_whoever_is_no_assessor_assesses_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        places.assessed(cast, by="marek")
    with pytest.raises(NotHere):
        places.where("QQ")
    with pytest.raises(NotHere):
        places.where(item="SA-9a")


def test_the_two_readers_are_two_people(cast: Cast) -> None:
    network.grants.hold(cast["noor"].person, SECOND_READER, FOUNDED.date(), date(2036, 1, 1))
    places.assessed(cast)
    with pytest.raises(NotAllowed, match="somebody else"):
        places.read(cast, by="noor")
    assert not Reading.objects.exists()


def test_another_house_reads_where_it_has_a_reader(cast: Cast) -> None:
    network.grants.hold(cast["marek"].person, SECOND_READER, FOUNDED.date(), date(2036, 1, 1))
    places.assessed(cast)
    with pytest.raises(NotNow, match="Another organisation has a second reader"):
        places.read(cast, by="marek")
    network.grants.end(cast["oda"].person, SECOND_READER)
    places.read(cast, by="marek")
    assert Reading.objects.get().agrees


def test_whoever_assessed_does_not_publish_it(cast: Cast) -> None:
    network.grants.hold(cast["noor"].person, SECOND_READER, FOUNDED.date(), date(2036, 1, 1))
    places.assessed(cast)
    places.read(cast)
    places.tell(cast)
    with pytest.raises(NotAllowed, match="somebody else"):
        places.publish(cast, now=NOW + 31 * DAY, by="noor")


def test_no_text_of_an_assessment_shows_one_child(cast: Cast) -> None:
    for field in ("rationale", "searched", "differs", "ties", "corrects"):
        with pytest.raises(NotNow, match="one child could be known") as why:
            places.assessed(cast, **{field: "A girl of 12 was taken by a driver."})
        assert why.value.field == field
    assert not CountryAssessment.objects.exists()


def test_a_reader_who_says_no_gives_it_back_once_and_then_both_texts_stand(cast: Cast) -> None:
    places.published(cast, found="4")
    later = NOW + 60 * DAY
    places.assessed(cast, now=later, found="1", rationale="Only two provinces.")
    with pytest.raises(NotNow) as why:
        places.read(cast, now=later, agrees=False)
    assert why.value.field == "words"
    places.read(cast, now=later, agrees=False, words="The new budget covers all.")
    with pytest.raises(NotNow, match="second reader"):
        places.publish(cast, now=later + 90 * DAY)
    places.assessed(cast, now=later + DAY, found="1", rationale="The budget was not spent.")
    places.read(cast, now=later + DAY, agrees=False, words="Half of it was.")
    work = cells.work(where().cell)
    assert work
    assert work.disputed
    with pytest.raises(NotNow, match="first the state is told"):
        places.publish(cast, now=later + 90 * DAY)
    places.tell(cast, now=later + 2 * DAY)
    places.publish(cast, now=later + 32 * DAY)
    found = board(TODAY).of(COUNTRY, ITEM)
    assert found
    assert (found.state, found.disputed) == (State.YES, True), "the earlier state stays, and no compromise is made"


def test_a_state_that_nobody_can_reach_has_ninety_days(cast: Cast) -> None:
    places.assessed(cast)
    places.read(cast)
    places.tell(cast, reached=False, office="Ministry of Justice", how="Three letters came back")
    with pytest.raises(NotNow, match="can reply"):
        places.publish(cast, now=NOW + 89 * DAY)
    places.publish(cast, now=NOW + 90 * DAY)
    assert bytes(Notice.objects.get().token) == b"", "there is no link for nobody"


def test_better_or_the_same_is_published_without_waiting(cast: Cast) -> None:
    places.published(cast, found="1")
    later = NOW + 60 * DAY
    places.assessed(cast, now=later, found="4")
    places.read(cast, now=later)
    places.publish(cast, now=later)
    assert _state() is State.YES


def test_two_readers_who_do_not_agree_are_told_to_the_state_first_also_where_it_would_stand_higher(cast: Cast) -> None:
    places.published(cast, found="1")
    later = NOW + 60 * DAY
    for days in range(2):
        places.assessed(cast, now=later + days * DAY, found="4")
        places.read(cast, now=later + days * DAY, agrees=False, words="It is on paper alone.")
    with pytest.raises(NotNow, match="first the state is told"):
        places.publish(cast, now=later + 90 * DAY)


def test_two_who_publish_at_once_make_one_publication(cast: Cast) -> None:
    places.published(cast)
    with pytest.raises(NotNow, match="a colleague was first"):
        places.publish(cast, now=NOW + 40 * DAY)
    assert Publication.objects.count() == 1


def test_what_a_colleague_changed_meanwhile_is_looked_at_again(cast: Cast) -> None:
    at = where()
    form = places.told(at)
    places.assessed(cast)
    with pytest.raises(NotNow, match="A colleague changed this"):
        assessing.assess(cast["lena"], at, form, NOW)
    with pytest.raises(NotNow, match="a second reader reads it now"):
        places.assessed(cast, by="lena")


def test_a_state_grows_old_and_stays(cast: Cast) -> None:
    places.published(cast, as_of=TODAY)
    found = board(TODAY).of(COUNTRY, ITEM)
    assert found
    assert found.stale_on == date(TODAY.year + 2, TODAY.month, TODAY.day)
    assert not found.is_stale(found.stale_on - DAY)
    assert found.is_stale(found.stale_on)
    assert board(TODAY + 4000 * DAY).state(COUNTRY, ITEM) is State.PARTIAL, "time moves no state"


# ---- the law beside it ----


def test_the_law_engine_stands_beside_and_its_unknown_is_never_a_no(cast: Cast) -> None:
    assert assessing.engine(where(), NOW) == (None, []), "people alone say"
    nobody = assessing.engine(where("TD", "SA-4d"), NOW)
    assert nobody[0] is State.NOT_ASSESSED, "the law of Chad is not in the library"
    assert {one.state for one in nobody[1]} == {"not_assessed"}
    here, verdicts = assessing.engine(where("DE", "SA-4d"), NOW)
    assert here is not State.NOT_ASSESSED
    assert len(verdicts) == 9
    assert any(one.provisions for one in verdicts)


def test_where_people_find_another_state_than_the_law_they_say_why(cast: Cast) -> None:
    place = next(
        at
        for item in ("SA-4a", "SA-4b", "SA-4d", "SA-4e", "SA-5a", "SA-4c")
        for at in [where("DE", item)]
        if (found := assessing.engine(at, NOW)[0]) and found.is_finding
    )
    verdict, verdicts = assessing.engine(place, NOW)
    other = "0" if verdict is not State.NO else "4"
    name = next(name for one in verdicts for name, _art, _url in one.provisions)
    law = {"citations": [f"law:DE/{name}"], "found": other}
    with pytest.raises(NotNow) as why:
        places.assessed(cast, place, **law)
    assert why.value.field == "differs"
    row = places.assessed(cast, place, **law, differs="It is law, and was never applied.")
    assert row.citations[0]["kind"] == "law"
    assert row.citations[0]["url"].endswith(f"/law/DE/{name}/")


def test_a_law_that_changed_has_somebody_look_again_and_moves_nothing(cast: Cast) -> None:
    places.published(cast, "DE", "SA-4g")
    places.published(cast, "DE", "SA-4d", differs="Practice is another.")
    of = {cell.item: cell.pk for cell in Cell.objects.all()}
    justice.provision_changed.send(sender=None, jurisdiction="FR", provisions=(), now=NOW)
    assert not clocks.open_duties(kinds=[duties.AGAIN])
    justice.provision_changed.send(sender=None, jurisdiction="DE", provisions=("any",), now=NOW)
    assert [one.subject for one in clocks.open_duties(kinds=[duties.AGAIN])] == [of["SA-4d"]]
    assert board(TODAY).state("DE", "SA-4d") is State.PARTIAL
    places.assessed(cast, where("DE", "SA-4d"), NOW + 60 * DAY, differs="Practice is another.")
    assert not clocks.open_duties(kinds=[duties.AGAIN])


def test_duties_lead_from_one_to_the_next(cast: Cast) -> None:
    def open_kinds() -> set[str]:
        return {one.kind for one in clocks.open_duties(kinds=list(duties.NEXT.values()))}

    places.assessed(cast)
    assert open_kinds() == {duties.READ.code}
    places.read(cast)
    assert open_kinds() == {duties.TELL.code}
    places.tell(cast)
    assert open_kinds() == {duties.PUBLISH.code}
    places.publish(cast, now=NOW + 30 * DAY)
    assert open_kinds() == set()


# ---- nobody writes it into the database ----


@pytest.mark.parametrize("what", ["state", "as_of", "reader", "gone", "made"])
def test_whoever_writes_to_the_database_moves_no_state(cast: Cast, what: str) -> None:
    places.published(cast)
    cell = Cell.objects.get()
    match what:
        case "state":
            CountryAssessment.objects.update(state="no")
        case "as_of":
            CountryAssessment.objects.update(as_of=TODAY - DAY)
        case "reader":
            Reading.objects.update(agrees=False)
        case "gone":
            Publication.objects.all().delete()
        case _:
            copy = CountryAssessment.objects.get()
            copy.pk, copy.state, copy.at = uuid.uuid4(), "yes", NOW + 50 * DAY
            copy.save(force_insert=True)
            Publication(assessment=copy, kind="state", version=2, by_id=cast["tove"].person, at=NOW + 50 * DAY).save(
                force_insert=True
            )
    forget()
    assert _state() is State.NOT_ASSESSED
    assert not cells.is_believed(cell)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        places.assessed(cast, now=NOW + 60 * DAY)


def forget() -> None:
    """As in another process."""
    from fanal.progress.assessing import standing

    standing._known = standing._Known()


def test_a_publication_that_went_is_missed_in_the_same_process(cast: Cast) -> None:
    places.published(cast, found="1")
    later = NOW + 60 * DAY
    places.assessed(cast, now=later, found="4")
    places.read(cast, now=later)
    places.publish(cast, now=later)
    assert _state() is State.YES
    Publication.objects.filter(version=2).delete()
    assert _state() is State.NOT_ASSESSED, "not the older one"


@pytest.mark.parametrize("what", ["state", "country", "older"])
def test_a_place_that_was_looked_into_is_looked_into_again(cast: Cast, what: str) -> None:
    """The process believed it before; then somebody writes to the database, and something else is published."""
    places.published(cast, found="1")
    later = NOW + 60 * DAY
    if what == "older":  # two readers do not agree: what stood before still stands
        for _round in range(2):
            places.assessed(cast, now=later, found="3")
            places.read(cast, now=later, agrees=False, words="No.")
        places.tell(cast, now=later)
        places.publish(cast, now=later + 30 * DAY)
    assert _state() is State.PARTIAL
    first = Publication.objects.get(version=1, assessment__cell__item=ITEM).assessment_id
    if what == "country":
        Cell.objects.filter(item=ITEM).update(country="SE")
    else:
        CountryAssessment.objects.filter(pk=first).update(state="yes", points=4)
    places.published(cast, item="SA-4g", now=later + 60 * DAY)
    assert _state() is State.NOT_ASSESSED
    assert board(TODAY).state("SE", ITEM) is State.NOT_ASSESSED
    assert board(TODAY).state(COUNTRY, "SA-4g") is State.PARTIAL


def test_no_day_that_is_typed_shortens_the_time(cast: Cast) -> None:
    places.assessed(cast)
    places.read(cast)
    places.tell(cast, now=NOW + 30 * DAY, told_on=TODAY)
    with pytest.raises(NotNow, match="can reply until then"):
        places.publish(cast, now=NOW + 59 * DAY)
    places.publish(cast, now=NOW + 60 * DAY)


def test_fewer_points_are_told_first_though_the_state_is_called_the_same(cast: Cast) -> None:
    places.published(cast, found="3")
    later = NOW + 60 * DAY
    places.assessed(cast, now=later, found="1")
    places.read(cast, now=later)
    with pytest.raises(NotNow, match="first the state is told"):
        places.publish(cast, now=later + 90 * DAY)


def test_nothing_of_an_earlier_day_takes_the_place_of_what_stands(cast: Cast) -> None:
    places.published(cast)
    with pytest.raises(NotNow, match="of a later day"):
        places.assessed(cast, now=NOW + 60 * DAY, as_of=TODAY - DAY)


def test_citations_are_typed_again_as_they_were(cast: Cast) -> None:
    row = places.assessed(cast)
    assert list(citing.lines(row.citations)) == [places.SOURCE]


@pytest.mark.parametrize("page", ["12", "página 12", "S. 12", "§ 5", "article 12", "paras. 34-36", "ص ١٢"])
def test_a_page_is_written_in_any_language(cast: Cast, page: str) -> None:
    row = places.assessed(cast, citations=[f"National plan | {page}"])
    assert row.citations[0]["words"] == f"National plan, {page}"


def test_a_promise_whose_wording_nobody_compared_is_not_published(cast: Cast) -> None:
    at = where(item="SA-3d")
    places.assessed(cast, at)
    places.read(cast, where(item="SA-3d"))
    places.tell(cast, where(item="SA-3d"))
    with pytest.raises(NotNow, match="compares our wording"):
        places.publish(cast, where(item="SA-3d"), NOW + 30 * DAY)
    places.compared(cast, "SA-3d")
    places.publish(cast, where(item="SA-3d"), NOW + 30 * DAY)
    assert board(TODAY).state(COUNTRY, "SA-3d") is State.PARTIAL


def test_nobody_pushes_aside_what_was_read(cast: Cast) -> None:
    """A second reader said yes: a colleague writes no other row in its place; whoever wrote it may, to be read anew."""
    first = places.assessed(cast, found="0")
    places.read(cast)
    with pytest.raises(NotNow, match="This was read already"):
        places.assessed(cast, now=NOW + DAY, by="lena", found="4")
    places.tell(cast)
    with pytest.raises(NotNow, match="This was read already"):
        places.assessed(cast, now=NOW + DAY, by="lena", found="4")
    assert CountryAssessment.objects.get() == first
    places.assessed(cast, now=NOW + DAY, found="1")
    with pytest.raises(NotNow, match="First a second reader"):
        places.publish(cast, now=NOW + 40 * DAY)


def test_two_texts_of_which_nobody_gave_way_are_published_and_not_written_over(cast: Cast) -> None:
    for _round in range(2):
        places.assessed(cast)
        places.read(cast, agrees=False, words="No.")
    for who in ("noor", "lena"):
        with pytest.raises(NotNow, match="This was read already"):
            places.assessed(cast, now=NOW + DAY, by=who, found="4")
    places.tell(cast)
    places.publish(cast, now=NOW + 30 * DAY)
    places.assessed(cast, now=NOW + 31 * DAY, by="lena", found="4")


# ---- law that changes ----


@pytest.fixture
def drafter(cast: Cast) -> Actor:
    return person(cast, "femi", Role.CORPUS_EDITOR)


def _again() -> list[uuid.UUID]:
    return [one.subject for one in clocks.open_duties(kinds=[duties.AGAIN])]


def test_a_draft_of_the_law_has_somebody_look_again(cast: Cast, drafter: Actor) -> None:
    """Through the deed that changes a law: another age in the offence that is cited, and in nothing that is not."""
    drafted = drafting.draft(drafter, law(), None, NOW)
    cites = {"SA-4g": "law:XD/xd.10", "SA-2a": "law:XD/xd.l.1"}
    for item, source in cites.items():
        places.published(cast, "XD", item, citations=[source], now=NOW + DAY)
    of = {cell.item: cell.pk for cell in Cell.objects.all()}
    assert _again() == []
    drafting.draft(drafter, law(age=16), drafted.file.pk, NOW + 40 * DAY)
    assert _again() == [of["SA-4g"]]
    assert board(TODAY).state("XD", "SA-4g") is State.PARTIAL


def test_law_that_went_without_a_deed_is_asked_for_at_night(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a new release of the library: nobody drafts, and nothing tells of it. Only what stands is asked for: of a
    place the newest assessment, published or not."""
    put(cast["amara"], law(), NOW)
    later = NOW + DAY
    for item, source in (("SA-4g", "law:XD/xd.10"), ("SA-2a", "law:XD/xd.l.1"), ("SA-4d", "law:XD/xd.j.1")):
        places.assessed(cast, where("XD", item), later, citations=[source], differs="Practice is another.")
    places.assessed(cast, where("XD", "SA-2a"), later + DAY)  # it cites the law no more
    assert duties.ask_law(later + DAY) == 0
    asked: list[str] = []
    real = justice.cited

    def cited(code: str, provision: str, on: date, now: Any) -> justice.Cited:
        asked.append(provision)
        return real(code, provision, on, now)

    monkeypatch.setattr(justice, "cited", cited)
    put(cast["amara"], law().replace("xd.10", "xd.11"), later + 2 * DAY)
    assert duties.ask_law(later + 3 * DAY) == 1
    assert sorted(asked) == ["xd.10", "xd.j.1"]
    assert _again() == [where("XD", "SA-4g").cell.pk]  # type: ignore[union-attr]
    assert duties.ask_law(later + 4 * DAY) == 1
    assert len(_again()) == 1, "one duty, not one a night"
