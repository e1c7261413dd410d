"""The staff's pages of the law: drafting, the queue, one provision, its deeds, the reply of a state."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fanal.journal import api as journal
from fanal.justice.law import library, proved, queue, reviews
from fanal.justice.models import LawFile, Reply, Rung
from fanal.network.contracts import Role
from fanal.web.api import digits
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.laws import law, person, put, step

pytestmark = pytest.mark.django_db(databases="__all__")
ITEM = ("XD", "xd.10")


def drafter(cast: Cast) -> Client:
    person(cast, "femi", Role.CORPUS_EDITOR, Role.LAWYER)
    return client_of(cast, "femi")


def lawyer(cast: Cast) -> Client:
    person(cast, "nils", Role.LAWYER)
    return client_of(cast, "nils")


def send(client: Client, written: str, base: str = "") -> str:
    """Send a text as a browser does, with its line ends; the page that follows."""
    data = {"text": written.replace("\n", "\r\n"), "base": base}
    return html.unescape(text(client.post(reverse("justice:draft"), data, follow=True)))


def act(client: Client, deed: str, **given: str) -> str:
    url = reverse("justice:law_deed", args=[*ITEM, deed])
    page = text(client.get(url))
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    return html.unescape(text(client.post(url, {"digest": digest, **given}, follow=True)))


def test_from_a_draft_to_a_review_by_three_people(cast: Cast) -> None:
    writes, reviews_it = drafter(cast), lawyer(cast)
    person(cast, "amara", Role.LEGAL_ADVOCATE)
    compares = client_of(cast, "amara")
    done = send(writes, law())
    assert "In force. What changed waits" in done
    assert LawFile.objects.get().text == law()
    page = text(compares.get(reverse("justice:law_queue", args=["XD"])))
    assert "to be compared with the text" in page
    own = html.unescape(text(writes.get(reverse("justice:law_item", args=ITEM))))
    assert "You drafted this." in own
    assert reverse("justice:law_deed", args=[*ITEM, "check"]) not in own
    refused = writes.post(
        reverse("justice:law_deed", args=[*ITEM, "check"]),
        {"digest": reviews.look(*ITEM, _now()).item.digest, "sure": "on"},
    )
    assert "You drafted this." in html.unescape(text(refused))
    assert "Tick this once" in act(compares, "check")
    assert "to be reviewed by a lawyer" in act(compares, "check", sure="on", note="The maximum was read twice.")
    assert "24 months" in act(reviews_it, "review", shown="Bar of XD", until="2090-01-01")
    shown = act(reviews_it, "review", shown="Bar of XD", until=_later())
    assert "Reviewed by Bar of XD" in shown
    assert "The maximum was read twice." in shown
    public = html.unescape(text(Client().get(reverse("law:provision", args=["en", *ITEM]))))
    assert "Reviewed by Bar of XD" in public
    for name in ("Femi", "Amara", "Nils"):  # people are not named to the public
        assert name not in public
    lines = [line.deed for line in journal.read(proved.chain(*ITEM))]
    assert lines == ["law.review", "law.check"]


def _now() -> datetime:
    return datetime.now(UTC)


def _later() -> str:
    return reviews.last_day(_now().date()).isoformat()


def test_every_defect_is_shown_with_its_line_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = drafter(cast)
    broken = law().replace("max_penalty_years: 10", "max_penalty_years: ten").replace("title: Penal", "titel: Penal")
    shown = send(client, broken)
    assert "Nothing was stored." in shown
    numbers = [line for line, words in enumerate(broken.split("\n"), 1) if "ten" in words.split() or "titel" in words]
    for number in numbers:
        assert f"Line {number}" in shown
    assert broken.partition("offences:")[2][:80] in shown.replace("\r\n", "\n")
    assert not LawFile.objects.exists()
    assert "schema: fanal.law/1" in send(client, "just words")
    assert "Not YAML" in send(client, "a: [b")
    assert not LawFile.objects.exists()


def test_nobody_overwrites_what_a_colleague_drafted_meanwhile(cast: Cast) -> None:
    client = drafter(cast)
    assert "In force." in send(client, law())
    assert "There is a text of this law here already, of " in send(client, law(age=16))
    base = str(LawFile.objects.get().pk)
    assert "This is the text that is in force already." in send(client, law(), base)
    assert "In force." in send(client, law(age=16), base)


def test_a_new_text_begins_from_the_one_in_force(cast: Cast) -> None:
    page = html.unescape(text(drafter(cast).get(reverse("justice:draft"), {"from": "ZA"})))
    assert "jurisdiction: ZA" in page


def test_the_largest_shipped_law_can_be_pasted(cast: Cast) -> None:
    client = drafter(cast)
    text_of = library.text_in_force("DE", _now()).replace("Strafgesetzbuch", "Strafgesetzbuch (StGB)")
    assert "In force." in send(client, text_of)
    assert LawFile.objects.get().jurisdiction == "DE"


def test_withdrawn_the_shipped_law_is_in_force_again(cast: Cast) -> None:
    client = drafter(cast)
    send(client, law())
    row = LawFile.objects.get()
    file_page = reverse("justice:draft_file", args=[row.pk])
    assert "Withdraw it" in text(client.get(file_page))
    assert "Withdraw it" not in text(lawyer(cast).get(file_page))  # another organisation drafted it
    assert lawyer(cast).post(reverse("justice:draft_withdraw", args=[row.pk])).status_code == 403
    done = text(client.post(reverse("justice:draft_withdraw", args=[row.pk]), follow=True))
    assert "in force again" in done
    assert client.get(reverse("justice:law_queue", args=["XD"])).status_code == 404
    assert "withdrawn" in text(client.get(reverse("justice:drafts")))


def test_given_back_it_says_why(cast: Cast) -> None:
    send(drafter(cast), law())
    shown = act(lawyer(cast), "return", note="The age is that of section 11.")
    assert "given back to its drafter" in shown
    assert "The age is that of section 11." in shown


def test_a_form_of_another_wording_is_refused(cast: Cast) -> None:
    send(drafter(cast), law())
    url = reverse("justice:law_deed", args=[*ITEM, "return"])
    shown = text(lawyer(cast).post(url, {"digest": "0" * 64, "note": "wrong"}))
    assert "The wording has changed since you opened this page." in shown
    assert not Rung.objects.exists()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("law", ()),
        ("law_queue", ("DE",)),
        ("law_item", ("DE", "de.176")),
        ("law_item", ("DE", "extradition")),
        ("law_deed", ("DE", "de.176", "check")),
        ("law_deed", ("DE", "de.176", "review")),
        ("law_deed", ("DE", "de.176", "return")),
        ("law_complete", ("DE",)),
        ("drafts", ()),
        ("draft", ()),
        ("reply", ()),
    ],
)
def test_pages_have_one_heading(cast: Cast, name: str, args: tuple[str, ...]) -> None:
    response = lawyer(cast).get(reverse(f"justice:{name}", args=args))
    assert response.status_code == 200
    assert text(response).count("<h1") == 1


@pytest.mark.parametrize("args", [("ZZ",), ("DE", "de.none"), ("DE", "de.176", "burn")])
def test_what_there_is_not_is_not_found(cast: Cast, args: tuple[str, ...]) -> None:
    name = ("law_queue", "law_item", "law_deed")[len(args) - 1]
    assert lawyer(cast).get(reverse(f"justice:{name}", args=args)).status_code == 404


def test_who_has_no_role_for_law_sees_none_of_it(cast: Cast) -> None:
    client = client_of(cast, "celia")
    for name, args in (("law", ()), ("law_item", ("DE", "de.176")), ("draft", ()), ("reply", ())):
        assert client.get(reverse(f"justice:{name}", args=args)).status_code == 403
    person(cast, "femi", Role.CASEWORKER)
    reader = client_of(cast, "femi")
    assert reader.get(reverse("justice:law_item", args=("DE", "de.176"))).status_code == 200
    assert reader.get(reverse("justice:law_deed", args=("DE", "de.176", "check"))).status_code == 403


def test_the_reply_of_a_state_stands_on_its_page(cast: Cast) -> None:
    client = lawyer(cast)
    url = reverse("justice:reply")
    given = {"state": "SE", "item": "law.B6", "office": "Ministry of Justice", "words": "We read it otherwise."}
    assert "This day has not come yet." in text(client.post(url, {**given, "on": "2090-01-01"}))
    shown = text(client.post(url, {**given, "on": "2026-11-02"}, follow=True))
    assert "Ministry of Justice, 2 November 2026" in shown
    row = Reply.objects.get()
    assert [line.deed for line in journal.read(row.pk)] == ["law.reply_entered"]


def _day(client: Client) -> str:
    page = html.unescape(text(client.get(reverse("desk:day"))))
    return page.partition("Law that waits for you")[2].partition("</section>")[0]


def test_my_day_says_how_much_of_the_law_waits_for_whom(cast: Cast) -> None:
    """All of a new draft waits to be compared; what was compared waits for a lawyer; a review that ends is named."""
    put(cast["bao"], law(), NOW)
    person(cast, "amara", Role.LEGAL_ADVOCATE)
    compares, reviews_it = client_of(cast, "amara"), lawyer(cast)
    corpus = library.corpus(NOW)
    every = [(kind, item) for one in corpus.laws.values() for kind, item in queue.waiting(one, NOW.date())]
    count = sum(kind is queue.Waits.CHECK for kind, _item in every)
    day = _day(compares)
    assert f"Provisions to be compared with their text: {digits(count, 'en')}" in day
    assert f'href="{reverse("justice:law")}"' in day
    assert f"in {len(corpus.laws)} countries" in day
    assert "to be reviewed by a lawyer" not in day, "an advocate reviews nothing"
    digest = reviews.look(*ITEM, NOW).item.digest
    step(cast["amara"], (*ITEM, digest), "checked", NOW)
    day = _day(reviews_it)
    assert "Provisions to be reviewed by a lawyer: 1" in day
    assert f'href="{reverse("justice:law_queue", args=["XD"])}"' in day
    step(cast["nils"], (*ITEM, digest), "reviewed", NOW, "Bar of XD", NOW.date() + timedelta(20))
    day = _day(reviews_it)
    assert "to be reviewed by a lawyer" not in day
    assert f'href="{reverse("justice:law_item", args=ITEM)}"' in day
    assert "Bar of XD" in day
    assert not _day(client_of(cast, "femi")), "who takes concerns in reads no law"
