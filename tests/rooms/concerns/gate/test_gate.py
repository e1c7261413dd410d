"""The readiness gate and the settings of the public page: closed until all holds, closed again when it lapses."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import KeepingRule, NotAllowed, NotNow, Statement
from fanal.access.api import gate as gates
from fanal.clocks import api as clocks
from fanal.concerns.access_terms import TRAINED
from fanal.concerns.gate import gate, pages
from fanal.concerns.gate.statements import TITLES
from fanal.concerns.models import PracticeLink, ReportingPage
from fanal.concerns.public.place import place_of
from fanal.concerns.retention import ROOM
from fanal.contacts.api import country_info
from fanal.contacts.contracts import CountryInfo
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.models import Organisation
from fanal.site.gate import check_gates
from tests.desk import client_of, give_app, text
from tests.kept import all_ruled, ruled
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.reporter import ALWAYS

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
CODES = {
    "contact", "hours", "duty_person", "deputy", "intake", "keepers", "custodian", "safeguarding_lead", "kit", "law",
    "authority_note", "agreements", "dpia", "retention", "safeguarding", "proxy_log", "restore_drill", "language",
    "exit_target", "no_demo", "whole", "trained",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installation cannot say: statements of people count."""
    monkeypatch.setattr(gates, "_machine", {})


def wanted(cast: Cast, **more: Any) -> pages.Settings:
    found: dict[str, Any] = {
        "hours": ALWAYS,
        "languages": ("en", "fr"),
        "duty_person": cast["amara"].person,
        "deputy": cast["femi"].person,
    }
    return pages.Settings(**{**found, **more})


def ready(cast: Cast) -> ReportingPage:
    """A page for which everything holds; not open yet."""
    for name in ("amara", "femi"):
        give_app(name)
    now_are(Organisation.objects.filter(pk=cast.aurora), kit_drilled_on=TODAY - timedelta(days=30))
    agree(cast)
    page = pages.make(cast["bao"], "XA", NOW)
    pages.change(cast["bao"], page.pk, wanted(cast), NOW)
    for item, who in (
        ("dpia", "bao"),
        ("safeguarding", "dalia"),
        ("proxy_log", "bao"),
        ("restore_drill", "bao"),
    ):
        gates.sign(cast[who], ROOM, "XA", item, "Shelf 4, accepted in October", NOW)
    all_ruled(cast)
    page.refresh_from_db()
    return page


def lapsed(cast: Cast, today: date = TODAY) -> set[str]:
    return {line.code for line in gate.look(cast.aurora, "XA", today) if not line.ok}


def test_every_line_of_the_design_is_looked_at(cast: Cast) -> None:
    """An empty page fails with a sentence of what to do at each line that does not hold."""
    pages.make(cast["bao"], "XA", NOW)
    lines = gate.look(cast.aurora, "XA", TODAY)
    assert {line.code for line in lines} == CODES
    assert all(line.words for line in lines)
    assert set(TITLES) >= CODES
    assert all(line.todo for line in lines if not line.ok)
    assert {"hours", "duty_person", "deputy", "kit", "agreements", "dpia", "language"} <= lapsed(cast)
    assert [line.code for line in gate.look(cast.nordlys, "XB", TODAY)] == ["page"]


def test_a_page_opens_when_everything_holds(cast: Cast) -> None:
    """Refused with the lines before, open for reporters after."""
    page = pages.make(cast["bao"], "XA", NOW)
    with pytest.raises(pages.NotReady) as refused:
        pages.publish(cast["bao"], page.pk, NOW)
    assert {line.code for line in refused.value.lines} == lapsed(cast)
    assert place_of("XA", NOW) is None
    page.delete()
    page = ready(cast)
    assert lapsed(cast) == set()
    pages.publish(cast["bao"], page.pk, NOW)
    assert place_of("XA", NOW) is not None
    assert next(line.deed for line in journal.read(page.pk)) == "concerns.publish"


def _unsaid(page: ReportingPage, item: str, until: date | None = None) -> None:
    """A statement that ended on a day, or was never made."""
    found = Statement.objects.filter(org_id=page.org_id, country=page.country, item=item)
    found.update(holds_until=until) if until else found.delete()
    now_are(ReportingPage.objects.filter(pk=page.pk))


_BREAKS: dict[str, Callable[[Cast, ReportingPage, pytest.MonkeyPatch], object]] = {
    "hours": lambda _c, page, _m: now_are(ReportingPage.objects.filter(pk=page.pk), hours={}),
    "duty_person": lambda _c, page, _m: now_are(ReportingPage.objects.filter(pk=page.pk), duty_person=None),
    "deputy": lambda cast, _p, _m: network.people.end_membership(cast["bao"], cast["femi"].person, NOW),
    "custodian": lambda cast, _p, _m: network.people.end_membership(cast["bao"], cast["celia"].person, NOW),
    "safeguarding_lead": lambda cast, _p, _m: network.people.end_membership(cast["bao"], cast["dalia"].person, NOW),
    "trained": lambda cast, _p, _m: network.grants.end(cast["femi"].person, TRAINED),
    "kit": lambda cast, _p, _m: now_are(Organisation.objects.filter(pk=cast.aurora), kit_drilled_on=date(2025, 11, 24)),
    "agreements": lambda cast, _p, _m: [
        network.agreements.end(cast["bao"], one.id, NOW) for one in network.agreements.of(cast.aurora)
    ],
    "dpia": lambda _c, page, _m: _unsaid(page, "dpia", date(2026, 11, 24)),
    "retention": lambda _c, _p, _m: now_are(
        KeepingRule.objects.filter(record_class="concern_closed"), stale_on=TODAY - timedelta(days=1)
    ),
    "safeguarding": lambda _c, page, _m: _unsaid(page, "safeguarding"),
    "proxy_log": lambda _c, _p, monkeypatch: monkeypatch.setattr(
        gates, "_machine", {(ROOM, "proxy_log"): lambda _day: False}
    ),
    "restore_drill": lambda _c, page, _m: _unsaid(page, "restore_drill"),
    "language": lambda _c, page, _m: now_are(ReportingPage.objects.filter(pk=page.pk), languages=["km"]),
}


@pytest.mark.parametrize("code", sorted(_BREAKS))
def test_what_lapses_closes_the_page_the_same_day(cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Each line, broken alone, is the one that fails; the daily look closes the page and the manager has a duty."""
    page = ready(cast)
    pages.publish(cast["bao"], page.pk, NOW)
    assert pages.check_all(NOW) == 0
    _BREAKS[code](cast, page, monkeypatch)
    assert code in lapsed(cast)
    assert pages.check_all(NOW) == 1
    page.refresh_from_db()
    assert not page.published
    (duty,) = [duty for duty in clocks.open_duties(org=cast.aurora) if duty.subject == page.pk]
    assert str(duty.owner) == "role:manager"
    assert next(line.deed for line in journal.read(page.pk)) == "concerns.close_page"


@pytest.mark.parametrize("code", ["contact", "law", "authority_note", "exit_target"])
def test_what_the_countrys_file_lacks_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """No file: nothing is held, and each line says so."""
    ready(cast)
    monkeypatch.setattr(gate, "country_info", lambda *_a, **_k: None)
    assert code in lapsed(cast)
    page = text(client_of(cast, "bao").get(reverse("concerns:page", args=[ReportingPage.objects.get().pk])))
    assert page.count(reverse("contacts:file", args=["XA"])) == 4
    assert country_info("XA") is not None


def test_a_country_without_a_number_needs_a_signed_statement(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """That none can be verified is somebody's word, with whom they asked."""
    ready(cast)
    monkeypatch.setattr(CountryInfo, "shown", lambda *_a, **_k: ())
    assert lapsed(cast) == {"contact"}
    with pytest.raises(NotNow):
        gates.sign(cast["bao"], ROOM, "XA", "no_contact", " ", NOW)
    gates.sign(cast["bao"], ROOM, "XA", "no_contact", "Asked the police and both telephone companies", NOW)
    assert lapsed(cast) == set()


def test_statements_have_an_owner_and_an_end(cast: Cast) -> None:
    """Who may sign which is with the item; after its last day it counts no more."""
    ready(cast)
    for who, item in (("bao", "safeguarding"), ("dalia", "dpia")):
        with pytest.raises(NotNow):
            gates.sign(cast[who], ROOM, "XA", item, "so it is", NOW)
    for who in ("amara", "edo"):
        with pytest.raises(NotAllowed):
            gates.sign(cast[who], ROOM, "XA", "dpia", "so it is", NOW)
    assert lapsed(cast, TODAY + timedelta(days=89)) == set()
    assert {"proxy_log", "restore_drill"} <= lapsed(cast, TODAY + timedelta(days=93))


def test_production_has_no_form_for_a_fictional_country(cast: Cast, settings: Any) -> None:
    ready(cast)
    settings.PRODUCTION = True
    assert {"no_demo", "contact", "law"} <= lapsed(cast)


@pytest.mark.parametrize(
    "more",
    [
        {"hours": {"mon": ["late"]}},
        {"hours": {"someday": ["08:00-12:00"]}},
        {"languages": ("xx",)},
        {"duty_person": "celia"},
        {"deputy": "amara"},
        {"deputy": "nils"},
    ],
)
def test_wrong_settings_are_told_in_a_sentence(cast: Cast, more: dict[str, Any]) -> None:
    page = pages.make(cast["bao"], "XA", NOW)
    found = {name: cast[who].person if name in {"duty_person", "deputy"} else who for name, who in more.items()}
    with pytest.raises(NotNow):
        pages.change(cast["bao"], page.pk, wanted(cast, **found), NOW)


def test_a_page_belongs_to_one_member_of_that_country(cast: Cast) -> None:
    with pytest.raises(NotNow):
        pages.make(cast["bao"], "XB", NOW)
    pages.make(cast["bao"], "XA", NOW)
    with pytest.raises(NotNow):
        pages.make(cast["bao"], "XA", NOW)


def test_changing_an_open_page_may_close_it(cast: Cast) -> None:
    """Nobody is left believing that a form is open which lacks what it promises."""
    page = ready(cast)
    pages.publish(cast["bao"], page.pk, NOW)
    assert pages.change(cast["bao"], page.pk, wanted(cast), NOW) == []
    assert {line.code for line in pages.change(cast["bao"], page.pk, wanted(cast, deputy=None), NOW)} == {"deputy"}
    assert place_of("XA", NOW) is None


def fell_out(cast: Cast) -> ReportingPage:
    """An open page in three languages, one of which is not reviewed any more."""
    page = ready(cast)
    pages.publish(cast["bao"], page.pk, NOW)
    now_are(ReportingPage.objects.filter(pk=page.pk), languages=["en", "km", "fr"])
    page.refresh_from_db()
    return page


def _tasks(page: ReportingPage) -> list[tuple[str, str]]:
    return [(one.kind, str(one.owner)) for one in clocks.open_duties(org=page.org_id, subjects=[page.pk])]


def test_a_language_that_falls_out_takes_no_other_one_along(cast: Cast) -> None:
    """The form stays open in the others; the manager has one task until it is back or taken out."""
    page = fell_out(cast)
    assert pages.check_all(NOW) == pages.check_all(NOW + timedelta(days=1)) == 0
    place = place_of("XA", NOW)
    assert place is not None
    assert place.languages == ("en", "fr")
    assert Client().get("/fr/xa/").status_code == 200
    assert _tasks(page) == [("language_out", "role:manager")]
    day = text(client_of(cast, "bao").get(reverse("desk:day")))
    assert "A language fell out of the public form" in day
    now_are(ReportingPage.objects.filter(pk=page.pk), languages=["en", "fr"])
    assert pages.check_all(NOW + timedelta(days=2)) == 0
    assert _tasks(page) == []


@pytest.mark.usefixtures("that_day")
def test_what_fell_out_is_named_and_can_be_taken_out(cast: Cast) -> None:
    """The gate says it in amber, by name and reason; the settings still have it, ticked. Other settings can be kept
    meanwhile."""
    page = fell_out(cast)
    bao, here = client_of(cast, "bao"), reverse("concerns:page", args=[page.pk])
    shown = text(bao.get(here))
    assert "Everything of the gate holds" in shown
    watch = shown.partition("It holds, but look at this")[2].partition("What holds")[0]
    assert "ខ្មែរ: not reviewed, or not any more" in watch
    settings_ = reverse("concerns:page_settings", args=[page.pk])
    assert settings_ in watch
    assert 'value="km"' in (form := text(bao.get(settings_)))
    assert "ខ្មែរ (not on the form: not reviewed" in form
    assert pages.change(cast["bao"], page.pk, wanted(cast, languages=("en", "km", "fr")), NOW) == []
    assert _tasks(page) == [("language_out", "role:manager")]
    assert pages.change(cast["bao"], page.pk, wanted(cast), NOW) == []
    assert _tasks(page) == []
    assert "It holds, but look at this" not in text(bao.get(here))


def test_the_form_closes_where_no_language_is_left(cast: Cast) -> None:
    """Then the manager opens it again, and has that task alone."""
    page = fell_out(cast)
    pages.check_all(NOW)
    now_are(ReportingPage.objects.filter(pk=page.pk), languages=["km"])
    assert lapsed(cast) == {"language"}
    assert pages.check_all(NOW) == 1
    assert _tasks(page) == [("page_closed", "role:manager")]


def test_a_language_that_an_open_form_cannot_speak_is_refused_at_its_field(cast: Cast, settings: Any) -> None:
    """Reviewed, and the country's file says nothing in it: nothing is changed, nothing is closed. On a form that is not
    open yet it may be chosen; the form opens in the others."""
    page = ready(cast)
    pages.publish(cast["bao"], page.pk, NOW)
    settings.LANGUAGES_REVIEWED = (*settings.LANGUAGES_REVIEWED, "km")
    bao, url = client_of(cast, "bao"), reverse("concerns:page_settings", args=[page.pk])
    form = {"languages": ["en", "km"], "duty_person": str(cast["amara"].person), "deputy": str(cast["femi"].person)}
    answer = bao.post(url, {**form, "hours_mon": "08:00-12:00"})
    assert answer.status_code == 200
    (said,) = answer.context["form"].errors["languages"]
    assert "ខ្មែរ: the country’s file says nothing in it" in said
    page.refresh_from_db()
    assert (page.published, page.languages, page.hours) == (True, ["en", "fr"], ALWAYS)
    pages.unpublish(cast["bao"], page.pk, NOW)
    pages.change(cast["bao"], page.pk, wanted(cast, languages=("en", "km")), NOW)
    pages.publish(cast["bao"], page.pk, NOW)
    assert _tasks(page) == [("language_out", "role:manager")]
    pages.unpublish(cast["bao"], page.pk, NOW)
    assert _tasks(page) == []


def test_the_daily_job_looks(cast: Cast) -> None:
    """The job itself, by the queue: what no longer holds is closed."""
    page = ready(cast)
    now_are(ReportingPage.objects.filter(pk=page.pk), published=True, hours={})
    clocks.enqueue(check_gates)
    clocks.drain()
    page.refresh_from_db()
    assert (page.published, page.checked_on is not None) == (False, True)


# ---- times of keeping ----


def test_what_was_signed_before_there_were_rules_counts_until_its_end(cast: Cast) -> None:
    """An upgrade closes no page. Nobody signs it any more, and a rule of one class alone is not enough."""
    page = ready(cast)
    KeepingRule.objects.all().delete()
    assert lapsed(cast) == {"retention"}
    Statement.objects.create(
        org_id=cast.aurora, room=ROOM, country="XA", item="retention", by_id=cast["bao"].person, stated_on=TODAY,
        holds_until=TODAY + timedelta(days=9),
    )  # fmt: skip
    now_are(ReportingPage.objects.filter(pk=page.pk))
    pages.publish(cast["bao"], page.pk, NOW)
    assert pages.check_all(NOW) == 0
    ruled(cast)
    late = NOW + timedelta(days=10)
    (line,) = [one for one in gate.look(cast.aurora, "XA", late.date()) if one.code == "retention"]
    assert not line.ok
    assert "Who told us" in line.words
    assert "Closed" not in line.words
    for who in ("bao", "dalia"):
        with pytest.raises(NotNow, match="Somebody else signs this"):
            gates.sign(cast[who], ROOM, "XA", "retention", "Act of XA, section 4", NOW)


# ---- the pages ----


def test_a_manager_walks_from_nothing_to_an_open_page(cast: Cast) -> None:
    """Begin → settings → sign → open; each line that is missing says what to do; a practice link; the shield."""
    for name in ("amara", "femi"):
        give_app(name)
    now_are(Organisation.objects.filter(pk=cast.aurora), kit_drilled_on=datetime.now(UTC).date())
    agree(cast, now=datetime.now(UTC))
    bao, dalia = client_of(cast, "bao"), client_of(cast, "dalia")
    assert "There is no page yet" in text(bao.get(reverse("concerns:pages")))
    made = bao.post(reverse("concerns:pages"), {"country": "XA"})
    page = ReportingPage.objects.get()
    here = reverse("concerns:page", args=[page.pk])
    assert made["Location"] == reverse("concerns:page_settings", args=[page.pk])
    assert "No hours are set" in text(bao.get(here))
    assert "A class can practise once the hours are set" in text(bao.get(here))
    early = bao.post(reverse("concerns:page_practice", args=[page.pk]), follow=True)
    assert "Not yet: hours, a language" in text(early)
    assert not PracticeLink.objects.exists()
    refused = bao.post(reverse("concerns:page_open", args=[page.pk]), follow=True)
    assert "Not open yet" in text(refused)
    form = {
        "languages": ["en"],
        "duty_person": str(cast["amara"].person),
        "deputy": str(cast["femi"].person),
        "outside_address": "Ombudsperson, 4 Harbour Street",
        "hours_mon": "08:00-12:00, 13:00-20:00",
    }
    url = reverse("concerns:page_settings", args=[page.pk])
    assert "Write hours like" in text(bao.post(url, {**form, "hours_tue": "all day"}))
    assert bao.post(url, form).status_code == 302
    assert "08:00-12:00, 13:00-20:00" in text(bao.get(url))
    sign = reverse("concerns:page_sign", args=[page.pk, "dpia"])
    assert "Write what it rests on" in text(bao.post(sign, {"words": " ", "sure": "on"}))
    for client, item in ((bao, "dpia"), (bao, "proxy_log"), (bao, "restore_drill")):
        client.post(
            reverse("concerns:page_sign", args=[page.pk, item]), {"words": "Act of XA, section 4", "sure": "on"}
        )
    dalia.post(reverse("concerns:page_sign", args=[page.pk, "safeguarding"]), {"sure": "on"})
    assert reverse("desk:keeping") in text(bao.get(here))
    all_ruled(cast, now=datetime.now(UTC))
    assert "Everything of the gate holds" in text(bao.get(here))
    bao.post(reverse("concerns:page_open", args=[page.pk]))
    assert "See it as the public does" in text(bao.get(here))
    assert bao.get(reverse("public:entry", args=["en", "xa"]), follow=True).status_code == 200
    assert bao.post(reverse("concerns:page_practice", args=[page.pk]))["Location"] == reverse("desk:once")
    shown = [text(bao.get(reverse("desk:once"))) for _ in range(2)]  # looking again makes none anew
    assert all("/en/xa/practice/" in one and "the safeguarding lead alone" in one for one in shown)
    assert PracticeLink.objects.count() == 1
    bao.post(reverse("concerns:page_shield_up", args=[page.pk]))
    assert "Take the flood shield down" in text(bao.get(here))
    close = reverse("concerns:page_close", args=[page.pk])
    assert f'href="{close}"' in text(bao.get(here))
    assert "Close the page for " in text(bao.get(close))
    page.refresh_from_db()
    assert page.published  # it was only asked
    bao.post(close)
    page.refresh_from_db()
    assert not page.published


@pytest.mark.parametrize(
    ("who", "status"), [("amara", 403), ("celia", 403), ("oda", 404), ("sol", 403), ("dalia", 200)]
)
def test_others_do_not_reach_the_settings(cast: Cast, who: str, status: int) -> None:
    page = pages.make(cast["bao"], "XA", NOW)
    client = client_of(cast, who)
    assert client.get(reverse("concerns:page", args=[page.pk])).status_code == status
    assert client.get(reverse("concerns:page_settings", args=[page.pk])).status_code in {403, 404}


def test_whoever_was_just_founded_reads_what_comes_next(cast: Cast) -> None:
    """My day of a manager: begin the page; then what is still to do there; nothing once it is open. The second member
    of a country is told that another has it."""
    day, pages_ = reverse("desk:day"), reverse("concerns:pages")
    bao, oda = client_of(cast, "bao"), client_of(cast, "oda")
    assert "Begin the page where people tell you" in text(bao.get(day))
    assert "Before people can tell you" not in text(client_of(cast, "amara").get(day))
    page = pages.make(cast["bao"], "XA", NOW)
    assert "closed: it says what is still to do" in text(bao.get(day))
    ReportingPage.objects.filter(pk=page.pk).update(published=True)
    assert "Before people can tell you" not in text(bao.get(day))
    assert "Begin a page" in text(oda.get(pages_))
    now_are([Organisation.objects.get(pk=cast.nordlys)], mandates=["XA"])
    assert "Another member has the page" in text(oda.get(pages_))


def test_each_line_leads_to_where_it_is_answered_and_settings_begin_with_our_languages(cast: Cast) -> None:
    """A manager reaches each page from its line; languages that the organisation was founded with are proposed once."""
    bao, page = client_of(cast, "bao"), pages.make(cast["bao"], "XA", NOW)
    shown = text(bao.get(reverse("concerns:page", args=[page.pk]))).partition("Still to do")[2]
    todo = {
        title: card for card in shown.split("<li")[1:] for title in re.findall(r"<h3>(.*?)</h3>", card)
    }  # fmt: skip
    answered = {"Hours": "settings/", "Person on duty": "settings/", "Recovery kit": "/desk/keys/"}
    for title, address in (answered | {"Agreements": "/desk/agreements/", "Languages": "settings/"}).items():
        assert address in todo[title], title
    settings_ = reverse("concerns:page_settings", args=[page.pk])
    assert bao.get(settings_).context["form"].initial["languages"] == ["en"]
    bao.post(settings_, {"hours_mon": "08:00-12:00"})
    assert bao.get(settings_).context["form"].initial["languages"] == []


@pytest.mark.usefixtures("that_day")
def test_the_settings_say_beforehand_what_would_close_the_form(cast: Cast) -> None:
    page = ready(cast)
    here = reverse("concerns:page_settings", args=[page.pk])
    bao = client_of(cast, "bao")
    assert "asks the gate of the open form again" not in text(bao.get(here))
    pages.publish(cast["bao"], page.pk, NOW)
    said = text(bao.get(here))
    assert "asks the gate of the open form again" in said
    assert "keeping this closes the form" not in said
    now_are(Organisation.objects.filter(pk=cast.aurora), kit_drilled_on=TODAY - timedelta(days=900))
    said = text(bao.get(here))
    assert "so keeping this closes the form" in said
    assert "Recovery kit: The recovery kit was not tested within a year." in said
