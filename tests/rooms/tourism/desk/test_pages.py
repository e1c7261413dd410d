"""The pages of a company, of a representative and of the secretariat."""

import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fanal.network.models import Organisation, Person
from fanal.site.desk import companies
from fanal.tourism import known
from fanal.tourism.desk import grounds
from fanal.tourism.membership import appeals, applying, deciding, rows
from fanal.tourism.membership.deciding import Basis, Ground
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import APPLY
from fanal.tourism.models import Membership
from fanal.web import api as web
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_company_founds_itself_from_the_public_page_without_an_e_mail(cast: Cast) -> None:
    client = Client()
    page = text(client.get("/en/travel/programmes/the-code/"))
    assert reverse("desk:apply", args=["the-code"]) in page
    assert 'type="email"' not in page
    at = lambda name: reverse(f"desk:apply{name}", args=["the-code"])  # noqa: E731
    assert client.get(at("-you")).status_code == 302, "one question after the other"
    told = client.post(at("-company"), {"name": "Aurora", "country": "XA"})
    assert "already" in text(told)
    assert 'value="Aurora"' in text(told), "what was typed is kept"
    assert client.post(at("-company"), {"name": "Hotel Lantern", "country": "XA"}).status_code == 302
    assert client.post(at("-you"), {"person": "Rosa Lind"}).status_code == 302
    assert client.post(at("-name"), {"username": "rosa"}).status_code == 302
    password = {"password": "nine quiet lanterns at sea", "again": "nine quiet lanterns at sea"}
    shown = client.post(at("-password"), password, follow=True)
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", text(shown)), "the recovery code, once"
    org = Organisation.objects.get(name="Hotel Lantern")
    assert Person.objects.get(username="rosa").email == ""
    assert Membership.objects.get(org=org).state == State.DRAFT.value


def test_whoever_founds_companies_by_machine_closes_the_door_for_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted is by network; what was typed is kept."""
    monkeypatch.setattr(companies, "FOUNDED", web.AddressLimiter(burst=1))
    at = lambda name: reverse(f"desk:apply{name}", args=["the-code"])  # noqa: E731

    def founded(number: int, address: str) -> str:
        client = Client(REMOTE_ADDR=address)
        client.post(at("-company"), {"name": f"Hotel {number}", "country": "XA"})
        client.post(at("-you"), {"person": "Rosa Lind"})
        client.post(at("-name"), {"username": f"rosa{number}"})
        said = "nine quiet lanterns at sea"
        return text(client.post(at("-password"), {"password": said, "again": said}, follow=True))

    founded(1, "192.0.2.1")
    assert "from your network just now" in founded(2, "192.0.2.77")
    founded(3, "198.51.100.1")
    made = Organisation.objects.filter(name__startswith="Hotel ").values_list("name", flat=True)
    assert set(made) == {"Hotel 1", "Hotel 3"}


def test_questions_come_one_a_page_and_what_excludes_is_kept_nowhere(cast: Cast) -> None:
    firm = firms.begun(cast)
    rosa = client_of(cast, "rosa")
    first = reverse("travel:question", args=[firm.pk, "X1"])
    home = text(rosa.get(reverse("travel:home")))
    assert first in home
    refused = rosa.post(first, {"answer": "yes"})
    assert "Nothing of it was kept" in text(refused)
    assert firm.row.answers == {}
    for one in known.criteria(firm.row).exclusions:
        answer = rosa.post(reverse("travel:question", args=[firm.pk, one.id]), {"answer": "no"})
        assert answer.status_code == 302
    assert answer["Location"] == reverse("travel:membership", args=[firm.pk])
    lacks = text(rosa.post(reverse("travel:submit", args=[firm.pk]), follow=True))
    assert "Name a deputy of the focal point" in lacks
    assert "Answer each of the questions" not in lacks


def test_what_an_application_lacks_is_told_at_once_on_its_page(cast: Cast) -> None:
    firm = firms.begun(cast)
    page = text(client_of(cast, "rosa").post(reverse("travel:submit", args=[firm.pk])))
    for words in ("Say what the company does", "Name a deputy", "Answer each of the questions", "revenue"):
        assert words in page


def test_a_company_that_was_given_back_reads_at_once_what_has_to_change(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.in_review(cast)
    words = "Write into your contracts what you reject."
    client_of(cast, "amara").post(reverse("travel:give_back", args=[firm.pk]), {"words": words})
    assert firm.state is State.DRAFT
    page = text(client_of(cast, "rosa").get(reverse("travel:home")))
    assert words in page
    assert "It was given back." in page
    assert "Answer the questions, then send it in." not in page
    main = page.partition("<main")[2]
    assert reverse("travel:submit", args=[firm.pk]) not in main, "first it is changed"
    assert f'href="{reverse("travel:membership", args=[firm.pk])}">Look at what has to change<' in main
    applying.withdraw(firm.rosa, firm.pk, firm.row.org.name, timezone.now())
    applying.again(firm.rosa, firm.pk, timezone.now())
    assert words not in text(client_of(cast, "rosa").get(reverse("travel:home"))), "that was another application"


def test_the_desk_shows_what_needs_whoever_reads_it(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.submitted(cast)
    firms.submitted(cast, name="Northway", who="nora", country="XB")
    amara, tove = client_of(cast, "amara"), client_of(cast, "tove")
    page = text(amara.get(reverse("travel:home")))
    assert "Hotel Lantern" in page
    assert "Northway" not in page
    assert text(tove.get(reverse("travel:home"))).count("Northway") >= 2
    amara.post(reverse("travel:take_up", args=[firm.pk]), {"ties": "no"})
    assert firm.state is State.PLAN_REVIEW
    said = text(client_of(cast, "rosa").get(reverse("travel:membership", args=[firm.pk])))
    assert "being looked at" in said
    assert "Aurora" in said, "of others the company reads the organisation"
    assert "Amara" not in said


def test_what_waits_says_what_there_is_to_do_and_leads_there(cast: Cast) -> None:
    firms.represents(cast)
    firm = firms.active(cast)
    firms.reported(firm, firms.due(firm))
    page = text(client_of(cast, "amara").get(reverse("travel:home")))
    needs = page.partition('id="needs"')[2].partition("</section>")[0]
    assert "Read the yearly report of a company" in needs
    assert f'href="{reverse("travel:report", args=[firm.pk])}"' in needs


def test_everybody_reads_the_page_of_a_membership_in_every_state(cast: Cast) -> None:
    firm = firms.active(cast)
    address = reverse("travel:membership", args=[firm.pk])
    clients = [client_of(cast, who) for who in ("rosa", "amara", "tove", "sol")]
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.VERIFICATION, "No clause.", NOW)
    for state in State:
        row = firm.row
        row.state = state.value
        rows.write(row, None, cast["tove"].signatory(), APPLY, NOW)
        for client in clients:
            page = client.get(address)
            assert page.status_code == 200, state
            assert "somebody changed it" not in text(page)
        assert clients[0].get(reverse("travel:home")).status_code == 200


def test_whoever_applies_again_reads_first_that_their_appeal_ends_with_it(cast: Cast) -> None:
    """It is one press, and nobody decides the appeal after it."""
    firms.office(cast)
    firm = firms.in_review(cast)
    deciding.ask_decline(cast["tove"], firm.pk, Ground.INELIGIBLE, "The programme is for travel.", NOW)
    deciding.decline(cast["sol"], firm.pk, NOW)
    rosa, address = client_of(cast, "rosa"), reverse("travel:again", args=[firm.pk])
    assert "Your appeal ends with it" not in text(rosa.get(address))
    appeals.appeal(firm.rosa, firm.pk, "We run tours since 2019.", False, NOW)
    assert "Your appeal ends with it: nobody decides it any more" in text(rosa.get(address))


def test_pages_of_companies_are_not_there_for_others(cast: Cast) -> None:
    firm = firms.active(cast)
    for who in ("bao", "nils", "edo"):
        client = client_of(cast, who)
        assert client.get(reverse("travel:home")).status_code == 403
        assert client.get(reverse("travel:membership", args=[firm.pk])).status_code in {403, 404}
    other = firms.begun(cast, "Northway", "XB", "nora")
    assert client_of(cast, "nora").get(reverse("travel:membership", args=[firm.pk])).status_code == 404
    assert other.state is State.DRAFT


def test_a_signature_is_read_with_the_fingerprint_of_its_text(cast: Cast) -> None:
    firm = firms.active(cast)
    address = reverse("travel:agreement", args=[firm.pk])
    page = text(client_of(cast, "tove").get(address))
    assert "Rosa, Director" in page
    assert web.day_words(firm.row.agreements.get().at, "en") in page, "a signature has a day"
    assert "somebody changed it" not in page
    firm.row.agreements.update(text="Nothing at all.")
    assert "somebody changed it" in text(client_of(cast, "tove").get(address))


def _excluding(cast: Cast) -> firms.Firm:
    """Suspended at once, answered; then told that it is to be excluded, and answered."""
    firms.office(cast)
    firm = firms.active(cast)
    now = timezone.now()
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, "A court fined it.", now, urgent=True)
    deciding.suspend(cast["sol"], firm.pk, now)
    deciding.answer(firm.rosa, firm.pk, "The fine was lifted.", now)
    deciding.notify(cast["tove"], firm.pk, Move.EXCLUDE, Basis.ADMISSION, "It says it sold stays.", now, ties=False)
    return firm


def test_whoever_decides_against_a_company_reads_what_it_answered(cast: Cast) -> None:
    firm = _excluding(cast)
    una, rosa = client_of(cast, "una"), client_of(cast, "rosa")
    for name in ("membership", "look_again", "reinstate", "tell"):
        page = text(una.get(reverse(f"travel:{name}", args=[firm.pk])))
        assert "The fine was lifted." in page, name
        assert "It says it sold stays." in page, name
    theirs = text(rosa.get(reverse("travel:membership", args=[firm.pk])))
    assert "The fine was lifted." in theirs
    assert "It says it sold stays." not in theirs, "nobody told it yet"
    now = timezone.now()
    deciding.tell(cast["sol"], firm.pk, now)
    assert "none so far" in text(una.get(reverse("travel:exclude", args=[firm.pk])))
    deciding.answer(firm.rosa, firm.pk, "We sell none.", now)
    assert "We sell none." in text(una.get(reverse("travel:exclude", args=[firm.pk])))
    deciding.exclude(cast["sol"], firm.pk, False, now)
    appeals.appeal(firm.rosa, firm.pk, "The judgement was not read.", False, now)
    for client in (una, rosa):
        assert "We sell none." in text(client.get(reverse("travel:membership", args=[firm.pk])))
    first = text(una.get(reverse("travel:ask_appeal", args=[firm.pk])))
    for words in ("Excluded", "It says it sold stays.", "We sell none.", "The judgement was not read."):
        assert words in first


def test_an_answer_that_came_is_with_the_secretariat(cast: Cast) -> None:
    firms.office(cast)
    firm = firms.active(cast)
    now, rosa = timezone.now(), client_of(cast, "rosa")
    address = reverse("travel:membership", args=[firm.pk])
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, "A court fined it.", now, urgent=True)
    deciding.suspend(cast["sol"], firm.pk, now)
    page = text(rosa.get(address))
    assert "Now it is with: your company" in page
    assert "once that is mended" in page
    deciding.answer(firm.rosa, firm.pk, "The fine was lifted.", now)
    page = text(rosa.get(address))
    assert "Now it is with: secretariat" in page
    assert "You answered: the secretariat reads it" in page
    assert "Now it is with: secretariat" in text(client_of(cast, "una").get(address))


def test_a_company_that_was_excluded_is_offered_what_it_can_do(cast: Cast) -> None:
    firm = _excluding(cast)
    now, rosa = timezone.now(), client_of(cast, "rosa")
    deciding.tell(cast["sol"], firm.pk, now)
    deciding.answer(firm.rosa, firm.pk, "We sell none.", now)
    deciding.exclude(cast["sol"], firm.pk, False, now)
    address = reverse("travel:membership", args=[firm.pk])
    page = text(rosa.get(address))
    assert reverse("travel:again", args=[firm.pk]) not in page, "for a year it would be refused"
    assert "May apply again from" in page
    assert "You may appeal" in page
    appeals.appeal(firm.rosa, firm.pk, "The judgement was not read.", False, now)
    appeals.take_back(firm.rosa, firm.pk, now)
    page = text(rosa.get(address))
    assert "You may appeal" not in page
    assert "after your appeal that stands" in page


def test_the_history_names_a_house_once(cast: Cast) -> None:
    firm = firms.active(cast)
    now = timezone.now()
    deciding.notify(cast["tove"], firm.pk, Move.SUSPEND, Basis.PUBLIC_DECISION, "A court fined it.", now, urgent=True)
    deciding.suspend(cast["sol"], firm.pk, now)
    page = text(client_of(cast, "rosa").get(reverse("travel:membership", args=[firm.pk])))
    house = firm.row.steps.get(move=Move.SUSPEND.value).second.org.name
    assert house in page
    assert f"{house}, {house}" not in page


def test_everybody_reads_the_same_day_of_an_appeal(cast: Cast) -> None:
    """Late in the evening of UTC it is tomorrow for the secretariat, and the sixty days run from the same day."""
    firms.office(cast)
    firm = firms.in_review(cast)
    deciding.ask_decline(cast["tove"], firm.pk, Ground.INELIGIBLE, "The programme is for travel.", NOW)
    deciding.decline(cast["sol"], firm.pk, NOW)
    late = NOW.replace(hour=23, minute=30)
    one = appeals.appeal(firm.rosa, firm.pk, "We run tours since 2019.", False, late)
    for zone in ("UTC", "Pacific/Auckland"):
        with timezone.override(ZoneInfo(zone)):
            told = dict(grounds.appeal(cast["una"], firm.row))
        assert told["Appealed on"] == web.day_words(late.date()), zone
        assert told["Decided until"] == web.day_words(one.due_on), zone
