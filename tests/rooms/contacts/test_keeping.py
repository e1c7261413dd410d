"""The file of a country as people type it: it counts once a second person confirmed it, at once and everywhere."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow, history
from fanal.clocks import api as clocks
from fanal.contacts import duties, files, keeping, stale, tasks
from fanal.contacts.api import country_info
from fanal.contacts.contracts import ContactKind
from fanal.contacts.models import CountryVersion
from fanal.contacts.standing import chain, country_of
from fanal.network.contracts import Role
from fanal.network.models import Organisation
from fanal.site.checks import upkeep
from fanal.site.checks.contracts import State
from fanal.vocabulary.files import parse_yaml
from tests.people import NOW, Cast, gains, now_are
from tests.rooms.contacts.kept import Document, confirmed, typed, with_number

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=1)


def helpline(country: str = "XA") -> str:
    """The number of the helpline that everybody is shown."""
    info = country_info(country)
    assert info is not None
    return next(one.number for one in info.contacts if one.kind is ContactKind.CHILD_HELPLINE)


def open_kinds(org: UUID) -> set[str]:
    return {one.kind for one in clocks.open_duties(org=org) if one.subject == chain("XA")}


def test_what_one_person_typed_counts_for_nothing_until_a_second_confirms_it(cast: Cast) -> None:
    assert helpline() == "00 01"
    row = typed(cast["amara"], with_number("000 77"))
    assert helpline() == "00 01"
    assert open_kinds(cast.aurora) == {"country_second"}
    keeping.confirm(cast["bao"], row.pk, LATER)
    assert helpline() == "000 77"
    assert open_kinds(cast.aurora) == set()
    said = [(event.what, event.who) for event in history(cast["bao"], chain("XA"))]
    assert said == [
        ("Confirmed the file of a country", "Bao"), ("Typed in the file of a country", "Amara"),
    ]  # fmt: skip


def test_nobody_confirms_what_they_typed_themselves_or_typed_in_since(cast: Cast) -> None:
    """Also where a colleague typed last: all of it waits for somebody who typed none of it."""
    row = typed(cast["amara"], with_number("000 77"))
    with pytest.raises(NotAllowed, match="You typed in this"):
        keeping.confirm(cast["amara"], row.pk, NOW)
    again = typed(cast["bao"], with_number("000 78", "xa-police"))
    for who in ("amara", "bao"):
        with pytest.raises(NotAllowed, match="You typed in this"):
            keeping.confirm(cast[who], again.pk, NOW)
    keeping.confirm(cast["dalia"], again.pk, NOW)
    assert helpline() == "000 77"


def test_a_confirmation_is_of_what_was_seen(cast: Cast) -> None:
    row = typed(cast["amara"], with_number("000 77"))
    typed(cast["amara"], with_number("000 78"))
    with pytest.raises(NotNow, match="changed this meanwhile"):
        keeping.confirm(cast["bao"], row.pk, NOW)
    assert helpline() == "00 01"


def test_who_was_slower_is_told_and_loses_nothing(cast: Cast) -> None:
    file = keeping.file_of(cast["bao"], "XA")
    typed(cast["amara"], with_number("000 77"))
    assert file.document is not None
    with_number("000 78")(file.document)
    with pytest.raises(NotNow, match="changed this meanwhile") as why:
        keeping.write(cast["bao"], "XA", file.document, file.standing.newest, NOW)
    assert why.value.version == 1


def test_the_second_press_makes_one(cast: Cast) -> None:
    document = keeping.file_of(cast["amara"], "XA").document
    assert document is not None
    with_number("000 77")(document)
    rows = [keeping.write(cast["amara"], "XA", document, 0, NOW) for _press in range(2)]
    done = [keeping.confirm(cast["bao"], rows[0].pk, NOW) for _press in range(2)]
    assert len({row.pk for row in (*rows, *done)}) == 1
    assert len(history(cast["bao"], chain("XA"))) == 2
    with pytest.raises(NotNow, match="changed this meanwhile"):
        keeping.confirm(cast["dalia"], rows[0].pk, NOW)


def test_what_is_given_back_says_why_and_what_counted_goes_on_to_count(cast: Cast) -> None:
    confirmed(cast, "000 77")
    row = typed(cast["amara"], with_number("000 78"))
    with pytest.raises(NotNow, match="Write what is not so"):
        keeping.give_back(cast["bao"], row.pk, " ", NOW)
    keeping.give_back(cast["bao"], row.pk, "Nobody answers there.", NOW)
    assert helpline() == "000 77"
    assert open_kinds(cast.aurora) == set()
    keeping.confirm(cast["bao"], typed(cast["amara"], with_number("000 79")).pk, NOW)
    assert helpline() == "000 79"


def real_number(document: Document) -> None:
    with_number("112")(document)


def no_source(document: Document) -> None:
    document["contacts"][0]["verified"]["source"] = " "


def bell(document: Document) -> None:
    document["contacts"][0]["verified"]["source"] = "its own page\a"


def real_page(document: Document) -> None:
    document["exit_target"]["url"] = "https://weather.test/"


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        (real_number, "contacts[2].number", "000… for fictional countries"),
        (no_source, "contacts[0].verified.source", "a text is expected"),
        (bell, "", "a character that no text has"),
        (real_page, "exit_target.url", "….example for fictional countries"),
        (lambda document: document.pop("exit_target"), "exit_target", "missing"),
        (lambda document: document.update(country="XB"), "country", "must be a country"),
    ],
)
def test_what_the_loader_refuses_is_refused_with_its_place(cast: Cast, change: Any, where: str, words: str) -> None:
    """A real number in the demonstration among it; nothing is stored."""
    with pytest.raises(NotNow) as why:
        typed(cast["amara"], change)
    said = [why.value, *why.value.others]
    assert any(one.field == where and words in str(one) for one in said)
    assert not CountryVersion.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    def change(document: Document) -> None:
        real_number(document)
        no_source(document)

    with pytest.raises(NotNow) as why:
        typed(cast["amara"], change)
    assert [one.field for one in (why.value, *why.value.others)] == [
        "contacts[0].verified.source", "contacts[2].number",
    ]  # fmt: skip


def test_nothing_new_is_no_version(cast: Cast) -> None:
    with pytest.raises(NotNow, match="other than what stands there"):
        typed(cast["amara"], lambda document: None)


def test_who_may_not(cast: Cast) -> None:
    """Not another role, not for another country, not another organisation's version by its identifier."""
    document = keeping.file_of(cast["amara"], "XA").document
    assert document is not None
    with_number("000 77")(document)
    with pytest.raises(NotAllowed):
        keeping.write(cast["femi"], "XA", document, 0, NOW)
    with pytest.raises(NotAllowed, match="does not work in this country"):
        keeping.write(cast["nils"], "XA", document, 0, NOW)
    with pytest.raises(NotHere):
        keeping.file_of(cast["nils"], "XA")
    row = keeping.write(cast["amara"], "XA", document, 0, NOW)
    for deed in (keeping.confirm, lambda actor, pk, now: keeping.give_back(actor, pk, "No.", now)):
        with pytest.raises(NotHere):
            deed(cast["oda"], row.pk, NOW)


def test_one_organisation_keeps_a_country(cast: Cast) -> None:
    """Two have a mandate there: whoever began keeps it while it works there."""
    now_are(Organisation.objects.filter(pk=cast.nordlys), mandates=["XB", "XA"])
    row = confirmed(cast, "000 77")
    typed(cast["amara"], with_number("000 76"))
    theirs = keeping.file_of(cast["nils"], "XA")
    assert "000 77" in keeping.text_of(theirs)
    assert theirs.standing.waits is None
    with pytest.raises(NotNow, match="Aurora keeps the file"):
        typed(cast["nils"], with_number("000 78"))
    now_are(Organisation.objects.filter(pk=cast.aurora), mandates=[])
    typed(cast["nils"], with_number("000 78"))
    assert helpline() == "000 77"
    assert keeping.versions(cast["nils"], "XA")[0].pk != row.pk


# ---- what ends ----


def dated(on: date) -> Any:
    """A change: the helpline was called on a day."""

    def change(document: Document) -> None:
        document["contacts"][2]["verified"]["on"] = on

    return change


def test_whoever_keeps_it_hears_a_month_before_something_ends(cast: Cast) -> None:
    row = typed(cast["amara"], dated(date(2025, 12, 20)))
    keeping.confirm(cast["bao"], row.pk, NOW)
    assert open_kinds(cast.aurora) == {"country_check_again"}
    info = country_info("XA")
    assert info is not None
    (end,) = stale.ends(info)
    assert (str(end), end.last) == ("contacts xa-helpline", date(2026, 12, 20))
    row = typed(cast["amara"], dated(NOW.date()))
    keeping.confirm(cast["bao"], row.pk, NOW)
    assert open_kinds(cast.aurora) == set()


def test_a_file_that_nobody_typed_in_is_looked_after_too(cast: Cast) -> None:
    """The police number of XD was verified in 2024: whoever works there hears of it by the daily job."""
    now_are(Organisation.objects.filter(pk=cast.nordlys), mandates=["XB", "XD"])
    tasks.check_again.call()
    (duty,) = [one for one in clocks.open_duties(org=cast.nordlys) if one.kind == duties.CHECK_AGAIN.code]
    assert country_of(duty.subject) == "XD"


def test_the_safeguarding_lead_is_asked_where_the_manager_typed(cast: Cast) -> None:
    typed(cast["bao"], with_number("000 77"))
    (duty,) = [one for one in clocks.open_duties(org=cast.aurora) if one.subject == chain("XA")]
    assert str(duty.owner) == f"role:{Role.SAFEGUARDING_LEAD.value}"


def test_what_leaves_is_what_comes_back(cast: Cast) -> None:
    confirmed(cast, "000 77")
    text = keeping.text_in_force(keeping.file_of(cast["bao"], "XA"))
    document = files.parse(text, "XA.yaml")
    assert document == parse_yaml(text, "XA.yaml")
    with pytest.raises(NotNow, match="other than what stands there"):
        keeping.write(cast["amara"], "XA", document, 1, NOW)
    gains(cast["femi"].person, Role.DUTY_PERSON)
    document["contacts"][2]["number"] = "000 78"
    keeping.confirm(cast["bao"], keeping.write(cast["femi"], "XA", document, 1, NOW).pk, NOW)
    assert helpline() == "000 78"


def test_the_check_says_what_is_stale_and_what_ends_next(cast: Cast) -> None:
    assert upkeep.countries(NOW.date()).state is State.OK
    keeping.confirm(cast["bao"], typed(cast["amara"], dated(date(2025, 12, 20))).pk, NOW)
    line = upkeep.countries(NOW.date())
    assert (line.state, "Next to end: XA contacts xa-helpline (2026-12-20)" in line.words) == (State.OK, True)
    line = upkeep.countries(date(2026, 12, 21))
    assert (line.state, "XA contacts xa-helpline (2026-12-20)" in line.words) == (State.WARN, True)
