"""The register: what everybody reads of a membership, and what nobody makes it say who writes to the database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fanal.access.api import NotAllowed
from fanal.network.models import Organisation
from fanal.tourism.companies import companies
from fanal.tourism.membership import appeals, applying, clock, deciding, told
from fanal.tourism.membership.deciding import Basis
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.told import Standing
from fanal.tourism.models import Company, Membership, Site
from fanal.tourism.public import entries
from fanal.tourism.reports import reports
from fanal.vocabulary import short_codes
from fanal.vocabulary.dates import months_later
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
PLACE = {
    "code": "L1", "name": "Lantern Harbour", "country": "XA", "admin1": "North", "kind": "hotel", "rooms": 12,
    "licence": "", "operated": "owned", "brand": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def listed(member_of_file: Firm) -> Firm:
    """A member with one place."""
    companies.take_sites(member_of_file.rosa, [PLACE], NOW)
    return member_of_file


@pytest.fixture
def firm(cast: Cast, listed: Firm) -> Firm:
    return firms.again(listed, cast)


def _code(firm: Firm) -> str:
    return str(firm.row.public_code)


def _shown(firm: Firm, now: datetime = NOW) -> entries.Entry | None:
    """What the list and the page of the code say, which is one."""
    one = entries.entry(_code(firm), now.date())
    assert entries.every(now.date()) == ([one] if one else [])
    return one


def _one(firm: Firm, now: datetime = NOW) -> entries.Entry:
    found = _shown(firm, now)
    assert found
    return found


def _page(path: str, query: dict[str, str] | None = None, *, status: int = 200) -> str:
    answer = Client().get(path, query or {})
    assert answer.status_code == status
    assert not answer.cookies
    return answer.content.decode()


def _excluded(firm: Firm, now: datetime) -> None:
    cast = firm.cast
    deciding.notify(cast["sol"], firm.pk, Move.SUSPEND, Basis.ADMISSION, "The company said so.", now, urgent=True)
    deciding.suspend(cast["tove"], firm.pk, now)
    deciding.notify(cast["una"], firm.pk, Move.EXCLUDE, Basis.ADMISSION, "The company said so.", now, ties=False)
    deciding.tell(cast["vito"], firm.pk, now)
    deciding.answer(firm.rosa, firm.pk, "It is so.", now)
    deciding.exclude(cast["vito"], firm.pk, False, now)


# ---- what it says ----


@pytest.mark.parametrize("state", list(State))
def test_each_state_in_public_words(state: State) -> None:
    today = NOW.date()
    words = {
        State.ACTIVE: Standing.MEMBER, State.REPORT_DUE: Standing.MEMBER, State.OVERDUE: Standing.OVERDUE,
        State.SUSPENDED: Standing.SUSPENDED,
    }  # fmt: skip
    assert told.standing(state, None, today) == words.get(state)
    assert told.standing(state, today, months_later(today, 24)) == words.get(state, Standing.ENDED)
    assert told.standing(state, today, months_later(today, 24) + DAY) == words.get(state)


def test_a_member_has_a_code_that_checks_itself_and_an_applicant_has_none(cast: Cast, firm: Firm) -> None:
    applicant = firms.submitted(cast, name="Northway", who="nora")
    assert applicant.row.public_code is None
    assert short_codes.tidied(_code(firm)) == _code(firm)
    assert [one.name for one in entries.every(NOW.date())] == ["Hotel Lantern"]


def test_the_page_of_a_code_says_who_where_and_how_it_stands(firm: Firm) -> None:
    typed = short_codes.grouped(_code(firm)).lower()
    page = _page(f"/en/travel/register/{typed}/")
    for words in (
        "Hotel Lantern", "member", "The Code", "Lantern Harbour", "North", "none yet",
        "A membership is a commitment. It is no guarantee of safety.",
    ):  # fmt: skip
        assert words in page, words
    assert 'href="/en/xa/" rel="noreferrer"' in page
    assert len(page.encode()) <= 14 * 1024
    for secret in ("Rosa", "HRB 1", "2026-77", "300"):
        assert secret not in page.partition("<main")[2]


def test_a_badge_leads_to_the_language_of_the_reader(firm: Firm) -> None:
    for language, path in (("fr", "fr"), ("de", "en")):
        answer = Client().get(f"/r/{_code(firm)}", headers={"accept-language": language})
        assert (answer.status_code, answer["Location"]) == (303, f"/{path}/travel/register/{_code(firm)}/")
        assert not answer.cookies


def test_a_code_that_is_none_says_what_to_look_at(firm: Firm) -> None:
    assert "look at each sign again" in _page(f"/en/travel/register/{_code(firm)[:-1]}/", status=404)
    assert "old, or was made up" in _page(f"/en/travel/register/{short_codes.new()}/", status=404)


def test_a_report_that_was_accepted_gives_its_year(firm: Firm) -> None:
    later = NOW + 310 * DAY
    clock.look(later)
    assert firm.state is State.REPORT_DUE
    one = _one(firm, later)
    assert (one.standing, one.reported) == (Standing.MEMBER, None)
    firms.reported(firm, later)
    reports.accept(firm.cast["tove"], firm.pk, later)
    one = _one(firm, later)
    assert one.reported == later.year


def test_overdue_suspended_excluded_and_forgotten(firm: Firm) -> None:
    late = NOW + 400 * DAY
    for _night in range(2):
        clock.look(late)
    one = _one(firm, late)
    assert one.standing is Standing.OVERDUE
    assert "member, report overdue" in _page("/en/travel/register/")
    _excluded(firm, late)
    one = _one(firm, late)
    assert (one.standing, one.ended) == (Standing.ENDED, late.date())
    page = _page(f"/en/travel/register/{one.code}/")
    assert "not a member since" in page
    assert "exclu" not in page.partition("<main")[2]
    last = months_later(late.date(), 24)
    assert entries.entry(one.code, last)
    assert entries.entry(one.code, last + DAY) is None
    assert entries.every(last + DAY) == []


def test_who_left_while_it_was_suspended_stays_known_as_that(firm: Firm) -> None:
    """Also while it applies again; whoever left as a member is not."""
    cast, said = firm.cast, "; suspended then"
    deciding.notify(cast["sol"], firm.pk, Move.SUSPEND, Basis.ADMISSION, "The company said so.", NOW, urgent=True)
    deciding.suspend(cast["tove"], firm.pk, NOW)
    assert said not in _page("/en/travel/register/"), "it stands as suspended"
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    for _again in range(2):
        assert _one(firm).was_suspended
        assert said in _page("/en/travel/register/")
        assert said in _page(f"/en/travel/register/{_code(firm)}/")
        [row] = Client().get("/api/public/register.json").json()["companies"]
        assert (row["state"], row["was_suspended"]) == ("ended", True)
        if firm.state is State.WITHDRAWN:
            applying.again(firm.rosa, firm.pk, NOW)
    Membership.objects.update(suspended_for="")
    assert _shown(firm) is None, "whoever writes to the database takes it away from nobody"


def test_who_left_as_a_member_was_not_suspended(firm: Firm) -> None:
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    assert not _one(firm).was_suspended
    assert "; suspended then" not in _page("/en/travel/register/")


@pytest.mark.parametrize("wished", [True, False])
def test_an_appeal_is_told_only_where_the_company_wishes(firm: Firm, wished: bool) -> None:
    _excluded(firm, NOW)
    appeals.appeal(firm.rosa, firm.pk, "It was our supplier.", wished, NOW)
    one = _one(firm)
    assert one.appealed is wished
    assert ("Under appeal" in _page("/en/travel/register/")) is wished
    appeals.take_back(firm.rosa, firm.pk, NOW)
    one = _one(firm)
    assert not one.appealed


def test_whoever_applies_again_stays_what_they_were_and_comes_back_with_the_same_code(firm: Firm) -> None:
    code, later = _code(firm), NOW + 40 * DAY
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    applying.again(firm.rosa, firm.pk, later)
    for _change in ("draft", "withdrawn"):
        one = _one(firm, later)
        assert (one.standing, one.ended) == (Standing.ENDED, NOW.date()), "that it applies is nobody's business"
        if firm.state is State.DRAFT:
            applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", later)
    row = firm.row
    firms.joining.become_member(row, later.date())
    assert row.public_code == code
    row.ended_on = NOW.date()
    firms.joining.become_member(row, months_later(NOW.date(), 24) + DAY)
    assert row.public_code != code, "what the register forgot stays dead"


def test_places_stand_there_only_if_the_company_lists_them(firm: Firm) -> None:
    row = Company.objects.get(pk=firm.org)
    names = ("sectors", "countries", "registrations", "unregistered", "website")
    quiet = {name: getattr(row, name) for name in names} | {"listed": False}
    companies.keep(firm.rosa, quiet, row.version, NOW)
    assert "Lantern Harbour" not in _page(f"/en/travel/register/{_code(firm)}/")
    assert "Hotel Lantern" not in _page("/en/travel/register/", {"q": "harbour"})


# ---- finding ----


def test_name_place_country_and_code_find_a_company(firm: Firm) -> None:
    found: list[dict[str, str]] = [
        {"q": "lantern"},
        {"q": "HARBOUR"},
        {"country": "XA"},
        {"q": "hotel", "country": "XA"},
    ]
    for query in found:
        assert "Hotel Lantern" in _page("/en/travel/register/", query), query
    assert "Places found:" in _page("/en/travel/register/", {"q": "harbour"})
    for query in ({"q": "nobody"}, {"q": "harbour%"}):
        page = _page("/en/travel/register/", query)
        assert "None of this name, place or country stands here." in page
        assert f'value="{query["q"]}"' in page, "what was typed is kept"
    answer = Client().get("/en/travel/register/", {"q": short_codes.grouped(_code(firm))})
    assert (answer.status_code, answer["Location"]) == (303, f"/en/travel/register/{_code(firm)}/")


@pytest.mark.parametrize(
    "query", [{"q": "\0" * 9}, {"q": "x" * 9000}, {"country": "ZZ"}, {"from": "-3"}, {"from": "9" * 40}]
)
def test_what_cannot_be_is_not_looked_for(firm: Firm, query: dict[str, str]) -> None:
    _page("/en/travel/register/", query)


def test_a_long_list_goes_on(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    one = entries.entry(_code(firm), NOW.date())
    assert one
    many = [
        one.__class__(**{name: getattr(one, name) for name in one.__slots__} | {"name": f"F{n:02}"}) for n in range(45)
    ]
    monkeypatch.setattr(entries, "every", lambda _today: many)
    page = _page("/en/travel/register/", {"from": "20"})
    assert "F20" in page
    assert "F19" not in page
    assert "F40" not in page
    assert "from=40" in page


# ---- programs ----


def test_programs_read_the_same_from_anywhere_and_are_not_sent_it_twice(firm: Firm) -> None:
    answer = Client().get("/api/public/register.json", headers={"origin": "https://booking.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    [told_of] = answer.json()["companies"]
    assert (told_of["name"], told_of["state"], told_of["code"]) == ("Hotel Lantern", "member", _code(firm))
    assert told_of["page"].endswith(f"/r/{_code(firm)}")
    again = {"if-none-match": answer["ETag"]}
    assert Client().get("/api/public/register.json", headers=again).status_code == 304
    applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
    changed = Client().get("/api/public/register.json", headers=again)
    assert changed.json()["companies"][0]["state"] == "ended"
    assert Client().post("/api/public/register.json").status_code == 405


def test_what_did_not_change_is_not_read_again(firm: Firm, django_assert_num_queries: Any) -> None:
    entries.every(NOW.date())
    with django_assert_num_queries(4):
        assert len(entries.every(NOW.date())) == 1


# ---- whoever writes to the database ----


def _forge_state(firm: Firm) -> None:
    _excluded(firm, NOW)
    Membership.objects.filter(pk=firm.pk).update(state="active", ended_on=None)


def _forge_code(firm: Firm) -> None:
    Membership.objects.filter(pk=firm.pk).update(public_code=short_codes.new())


def _forge_name(firm: Firm) -> None:
    Organisation.objects.filter(pk=firm.org).update(name="Hotel Other")


def _forge_since(firm: Firm) -> None:
    Membership.objects.filter(pk=firm.pk).update(member_since=NOW.date() - timedelta(days=3000))


@pytest.mark.parametrize("forge", [_forge_state, _forge_code, _forge_name, _forge_since])
def test_a_member_that_somebody_wrote_into_the_database_is_none(firm: Firm, forge: Any) -> None:
    assert _shown(firm)
    forge(firm)
    assert _shown(firm) is None
    _page(f"/en/travel/register/{_code(firm)}/", status=404)
    assert Client().get("/api/public/register.json").json()["companies"] == []


def test_a_row_that_is_put_back_as_it_was_is_no_member_again(firm: Firm) -> None:
    before = Membership.objects.filter(pk=firm.pk).values().get()
    assert _shown(firm)
    _excluded(firm, NOW)
    Membership.objects.filter(pk=firm.pk).update(**before)
    assert _shown(firm) is None


DEEDS: dict[str, Callable[[Firm, Site], object]] = {
    "keep": lambda firm, _site: companies.keep(firm.rosa, {"countries": ["XA"]}, Company.objects.get().version, NOW),
    "add_brand": lambda firm, _site: companies.add_brand(firm.rosa, "Lantern", NOW),
    "keep_site": lambda firm, site: companies.keep_site(firm.rosa, PLACE | {"version": site.version}, site, NOW),
    "say_flags": lambda firm, site: companies.say_flags(firm.rosa, site.pk, {"public_funds": True}, NOW),
    "close_site": lambda firm, site: companies.close_site(firm.rosa, site.pk, NOW),
    "take_sites": lambda firm, _site: companies.take_sites(firm.rosa, [PLACE], NOW),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_no_deed_of_a_company_goes_on_with_a_place_that_it_did_not_say(firm: Firm, deed: str) -> None:
    site = Site.objects.get()
    Site.objects.create(
        org_id=firm.org, code="F", name="Forged Palace", country="XA", kind="hotel", operated="owned",
        made_on=NOW.date(),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="somebody changed it"):
        DEEDS[deed](firm, site)


def test_a_place_that_somebody_wrote_into_the_database_is_shown_nowhere_and_gone_on_with_by_nobody(firm: Firm) -> None:
    Site.objects.create(
        org_id=firm.org, code="F", name="Forged Palace", country="XA", kind="hotel", operated="owned",
        made_on=NOW.date(),
    )  # fmt: skip
    assert "Palace" not in _page(f"/en/travel/register/{_code(firm)}/")
    assert "Forged Palace" not in _page("/en/travel/register/", {"q": "palace"})
    with pytest.raises(NotAllowed, match="somebody changed it"):
        companies.take_sites(firm.rosa, [PLACE], NOW)
    Site.objects.filter(code="F").delete()
    companies.take_sites(firm.rosa, [PLACE], NOW)
    assert "Lantern Harbour" in _page(f"/en/travel/register/{_code(firm)}/")


def test_countries_that_somebody_wrote_are_not_told(firm: Firm) -> None:
    Company.objects.filter(pk=firm.org).update(countries=["XA", "XB"])
    one = _one(firm)
    assert one.countries == ()
    assert not one.lists


@pytest.mark.parametrize(("language", "words"), [("fr", "Tous les pays"), ("es", "Todos los países")])
def test_a_filter_of_countries_offers_all_of_them(firm: Firm, language: str, words: str) -> None:
    """Not a total: nothing is added up there."""
    page = _page(f"/{language}/travel/register/")
    assert f'<option value="" selected>{words}</option>' in page


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_is_there_in_english_alone_is_said_to_be_english(firm: Firm, language: str) -> None:
    marked = '<bdi lang="en">The Code'
    for path in ("register/", f"register/{_code(firm)}/", "programmes/", "programmes/the-code/"):
        where = "" if path == "programmes/" else path
        page = _page(f"/{language}/travel/{where}")
        assert marked in page, path
    assert '<bdi lang="en">Member of The Code. Membership' in page
    assert "<title>The Code" in page
    assert "<bdi lang" not in _page("/en/travel/programmes/the-code/")
