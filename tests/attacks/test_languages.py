"""Whoever brings translations, reviews them or writes into their folder, and wants others to read what they never
agreed to: pages in every language are those of all organisations (docs/language.md, "A language of your own")."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po, write_po
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow, languages, reviews, speakers, translations
from fanal.access.reviews import State
from fanal.engines.language import exchange, faults, rules
from fanal.engines.language.catalogues import placeholders
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network.contracts import Actor, Role
from fanal.network.models import Organisation
from fanal.site.desk import reviews as reviews_desk
from fanal.site.languages import reviewing, table, taking
from fanal.web.api import tables as web_tables
from tests import tables
from tests.desk import client_of, text
from tests.people import FOUNDED, Cast, gains, loses, now_are
from tests.rooms.site.translator import PUBLIC, brought, fill, folder_of, item, reviewed, said

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MODE = "production"
    with folder_of(settings, tmp_path) as found:
        yield found


@pytest.fixture
def people(cast: Cast) -> Cast:
    for name in ("tove", "dalia", "femi", "quim"):
        gains(cast[name].person, Role.LANGUAGE_REVIEWER)
    return cast


def bring(actor: Actor, **anew: str) -> None:
    """Somebody brings the part of a child in, as the page does it."""
    journal.write(speakers.chain("pt"), actor.signatory(), speakers.BRING, at=datetime.now(UTC), purpose="pt")
    brought("pt", "child", **anew)


def counts() -> bool:
    return bool(languages.reviewed("pt").entries)


def state(people: Cast, who: str, part: str = "child") -> State:
    return reviews.standing(people[who].org, item("pt", part), datetime.now(UTC).date()).state


# ---- whose yes counts ----


def test_one_organisation_does_not_word_the_pages_of_another(people: Cast) -> None:
    brought("pt", "child")
    reviewed(people, "pt", "child", who="quim")
    reviewed(people, "pt", "child", who="quim")
    assert not counts()
    reviewed(people, "pt", "child", who="dalia")
    assert counts(), "native speakers of two organisations"


def test_two_people_of_one_organisation_are_one_organisation(people: Cast) -> None:
    brought("pt", "child")
    reviewed(people, "pt", "child", who="dalia")
    reviewed(people, "pt", "child", who="femi")
    assert not counts()
    assert state(people, "femi") is State.PARTLY


def test_a_native_speaker_of_the_secretariat_is_enough_unless_they_brought_it(people: Cast) -> None:
    bring(people["tove"])
    reviewed(people, "pt", "child", who="tove")
    assert not counts(), "nobody says yes alone to what they brought"
    reviewed(people, "pt", "child", who="quim")
    assert counts()
    bring(people["bao"])
    reviewed(people, "pt", "child", who="tove")
    assert counts()


def test_what_was_taken_back_was_not_brought_last(people: Cast) -> None:
    bring(people["bao"])
    bring(people["tove"])
    journal.write(speakers.chain("pt"), people["tove"].signatory(), speakers.TAKE_BACK, at=datetime.now(UTC))
    reviewed(people, "pt", "child", who="tove")
    assert counts()


def test_where_it_cannot_be_told_who_brought_it_nobody_is_enough_alone(people: Cast) -> None:
    bring(people["dalia"])
    bring(people["tove"])
    Entry.objects.filter(record=speakers.chain("pt")).order_by("seq").first().delete()  # type: ignore[union-attr]
    reviewed(people, "pt", "child", who="tove")
    assert not counts()
    reviewed(people, "pt", "child", who="quim")
    assert counts()


def test_what_two_agreed_on_is_said_while_one_alone_said_yes_to_another_wording(people: Cast) -> None:
    brought("pt", "child")
    for who in ("dalia", "quim"):
        reviewed(people, "pt", "child", who=who)
    before = item("pt", "child").digest
    brought("pt", "child", **{f"k{next(iter(languages.reviewed('pt').entries))}": " x"})
    reviewed(people, "pt", "child", who="quim")
    agreed = speakers.agreed("languages/pt-child", speakers.Enough("pt"))
    assert agreed
    assert agreed.about == before
    assert state(people, "dalia") is State.PARTLY
    reviewed(people, "pt", "child", who="dalia")
    agreed = speakers.agreed("languages/pt-child", speakers.Enough("pt"))
    assert agreed
    assert agreed.about == item("pt", "child").digest != before


def test_a_no_of_anybody_ends_it_and_a_half_of_before_is_no_half_any_more(people: Cast) -> None:
    brought("pt", "child")
    for who in ("dalia", "quim"):
        reviewed(people, "pt", "child", who=who)
    reviewed(people, "pt", "child", who="tove", yes=False, until=None, reasons="It blames the child.")
    assert not counts()
    assert state(people, "dalia") is State.REFUSED
    reviewed(people, "pt", "child", who="dalia")
    assert not counts(), "what was said before the no counts no more"
    reviewed(people, "pt", "child", who="quim")
    assert counts()


def test_it_ends_once_too_few_of_them_are_left(people: Cast) -> None:
    brought("pt", "child")
    today = datetime.now(UTC).date()
    reviewed(people, "pt", "child", who="dalia", until=today + timedelta(days=5))
    reviewed(people, "pt", "child", who="quim")
    agreed = speakers.agreed("languages/pt-child", speakers.Enough("pt"))
    assert agreed
    assert agreed.until == today + timedelta(days=5)
    found = reviews.standing(people.aurora, item("pt", "child"), today)
    assert (found.state, found.until) == (State.SOON, agreed.until)
    later = reviews.standing(people.aurora, item("pt", "child"), today + timedelta(days=6))
    assert later.state is State.PARTLY


# ---- one story for all ----


def test_reviews_tell_everybody_the_same(people: Cast) -> None:
    """What another organisation stated stands there under its name."""
    brought("pt", "child")
    reviewed(people, "pt", "child", who="quim", reviewer="Wren, teacher")
    url = reverse("desk:review", args=["languages", "pt-child"])
    for who in ("dalia", "tove", "quim"):
        page = text(client_of(people, who).get(url))
        assert "waits for one more yes" in page, who
        assert "Wren, teacher" in page, who
        assert "Nordlys" in page, who
        assert ("Quim" in page.partition("What was stated")[2]) == (who == "quim")
    waits = [
        text(client_of(people, who).get(reverse("desk:reviews"))).partition("Waits for you")[2].partition("</table>")[0]
        for who in ("dalia", "quim")
    ]
    assert [url in one for one in waits] == [True, False], "whoever said yes has done their part"


# ---- one member alone ----


@pytest.fixture
def alone(people: Cast) -> Cast:
    """Nordlys is not there yet: it will be founded in a year."""
    now_are(Organisation.objects.filter(name="Nordlys"), founded_on=datetime.now(UTC).date() + timedelta(days=365))
    return people


def test_where_there_is_one_member_one_of_it_is_enough_and_the_next_takes_nothing_away(alone: Cast) -> None:
    bring(alone["dalia"])
    reviewed(alone, "pt", "child", who="dalia")
    assert not counts(), "she brought it"
    bring(alone["bao"])
    reviewed(alone, "pt", "child", who="dalia")
    assert counts()
    now_are(Organisation.objects.filter(name="Nordlys"), founded_on=datetime.now(UTC).date() + timedelta(days=1))
    assert counts(), "what was reviewed before it came stays"
    now_are(Organisation.objects.filter(name="Nordlys"), founded_on=FOUNDED.date())
    assert not counts(), "the control"


def test_who_writes_another_day_into_the_database_makes_no_member_alone(people: Cast) -> None:
    Organisation.objects.filter(name="Nordlys").update(founded_on=datetime.now(UTC).date() + timedelta(days=365))
    brought("pt", "child")
    reviewed(people, "pt", "child", who="dalia")
    assert not counts()


def test_an_office_comes_to_its_language_by_pages_alone(cast: Cast, alone: Cast) -> None:
    """The administrator of people gives the role, the manager takes the file along and brings it back, a colleague who
    speaks it from childhood reviews each part: then the public reads it (issue 13, "Done means", 4)."""
    loses(cast["dalia"].person, Role.LANGUAGE_REVIEWER)
    edo, bao, dalia = (client_of(cast, who) for who in ("edo", "bao", "dalia"))
    assert dalia.get(reverse("desk:languages")).status_code == 403
    give = reverse("desk:give-role", args=[cast["dalia"].person])
    assert edo.post(give, {"roles": ["language_reviewer"]}).status_code == 302
    taken = bao.post(reverse("desk:language-export", args=["pt"]), {"form": "po", "part": [*PUBLIC]}).content.decode()
    head, *messages = taken.split("\n\n")
    public = [one for one in messages if "part: desk" not in one]
    for at in range(0, len(public), 1000):  # a page takes so much at once without JavaScript
        rows = tables.begin(bao, reverse("desk:language_in", args=["pt"]), filled([head, *public[at : at + 1000]]))
        assert tables.take(bao, rows).status_code == 302, text(bao.get(rows))
    assert Client().get("/pt/").headers["Content-Language"] == "en"
    for part in PUBLIC:
        page = review_all(dalia, f"pt-{part}")
    assert "reviewed" in page
    assert "offered, reviewed here" in text(dalia.get(reverse("desk:languages")))
    assert '<html lang="pt"' in Client().get("/pt/").content.decode()


def filled(messages: list[str]) -> str:
    """What a translator's program makes of the messages of a PO file: the English behind a sign of the language."""
    catalog = read_po(BytesIO("\n\n".join(messages).encode()))
    fill(catalog, said("pt"))
    out = BytesIO()
    write_po(out, catalog, width=100)
    return out.getvalue().decode()


def review_all(client: Client, name: str) -> str:
    """Go through a part page by page, and say that it holds; returns its page then."""
    there, today = reverse("desk:review", args=["languages", name]), datetime.now(UTC).date()
    page = client.get(there)
    while page.context["further"]:
        page = client.get(f"{there}{page.context['further']}")
    shown = reverse("desk:review-state", args=["languages", name]) + f"?seen={page.context['seen']}"
    form = client.get(shown).context["form"]
    hidden = {name: form[name].value() for name in ("digest", "seen")}
    days = {"reviewed_on": today.isoformat(), "until": (today + timedelta(days=90)).isoformat()}
    answer = client.post(shown, {"kind": "native", "verdict": "yes", "reviewer": "Dalia", **days, **hidden})
    assert answer.status_code == 302, text(answer)
    return text(client.get(answer["Location"]))


# ---- what a reviewer is shown ----


def test_a_reviewer_says_yes_to_what_they_were_shown_page_by_page(people: Cast) -> None:
    """The part of the form has more than 500 texts: all of them are shown, and none is said yes to before."""
    brought("pt", "form")
    whole = item("pt", "form")
    dalia, there = client_of(people, "dalia"), reverse("desk:review", args=["languages", "pt-form"])
    first = dalia.get(there)
    lines = [*first.context["wording"], *dalia.get(f"{there}{first.context['further']}").context["wording"]]
    assert len(lines) == len(whole.shown()[1]) == len([one for one in table.texts().values() if one.part == "form"])
    assert len(first.context["wording"]) == reviews_desk.PAGE < len(lines)
    assert "page 1 of 2" in text(first)
    do, today = reverse("desk:review-state", args=["languages", "pt-form"]), datetime.now(UTC).date()
    skipped = dalia.get(f"{there}?page=2")
    assert not skipped.context["seen"], "the first page was not shown"
    days = {"reviewed_on": today.isoformat(), "until": (today + timedelta(days=90)).isoformat()}
    said = {"kind": "native", "reviewer": "Dalia", "digest": whole.digest, **days}
    for seen in ("", "0" * 64):
        assert "Go through all of them" in text(dalia.post(do, {**said, "verdict": "yes", "seen": seen}))
    assert state(people, "dalia", "form") is State.WAITING
    review_all(dalia, "pt-form")
    assert state(people, "dalia", "form") is State.PARTLY
    assert dalia.post(do, {**said, "verdict": "no", "reasons": "It blames."}).status_code == 302, "a no at any time"


LYING = {
    "a mark that ends an attribute": 'Votre code" hidden data-x="',
    "signs that turn the direction": "Sair\u202eanigap\u202c",
    "signs that nobody sees": "Sair\u200b",
    "a tag": "<b>Sair</b>",
    "a link": "Sair: https://evil.example",
    "another number": "Sair 7",
}


@pytest.mark.parametrize("lies", LYING.values(), ids=LYING.keys())
def test_what_lies_in_the_folder_with_a_fault_is_neither_reviewed_nor_said(people: Cast, lies: str) -> None:
    """Written there past Fanal, or kept from a version that looked at less."""
    bad = next(one for one in table.texts().values() if one.part == "child" and not one.plural)
    brought("pt", "child")
    translations.put("pt", {bad.key: exchange.of_text(bad, [lies])}, "import two")
    one = item("pt", "child")
    assert "lies in the folder with a fault" in one.unready
    assert bad.key in one.unready
    assert lies not in one.wording.decode()
    with pytest.raises(NotNow, match="lies in the folder"):
        reviewed(people, "pt", "child")
    held = translations.held("pt")
    before = replace(one, wording=translations.worded("pt", "child", held, whole=True), unready="")
    today = datetime.now(UTC).date()
    yes = reviews.Statement("native", True, before.digest, today, today + timedelta(days=9), "Wren")
    reviews.review(people["tove"], before, yes, datetime.now(UTC))
    said_now = languages.reviewed("pt").entries
    assert len(said_now) == len(held) - 1, "what is signed and has a fault is English"
    assert bad.key not in said_now


def test_a_fault_that_goes_between_two_looks_is_told_as_it_was_looked_at(people: Cast) -> None:
    """Whoever has the form of a review open reads a sentence, also where the file changed since."""
    bad = next(one for one in table.texts().values() if one.part == "child" and not one.plural)
    brought("pt", "child")
    translations.put("pt", {bad.key: exchange.of_text(bad, ["<b>Sair</b>"])}, "import two")
    part = next(one for one in reviewing.parts("pt") if one.name == "child")
    path = translations.path("pt")
    path.write_text(path.read_text().replace("<b>Sair</b>", ""))
    unready = reviewing.item(part).unready
    assert "lies in the folder with a fault" in unready
    assert bad.key in unready


# ---- what is brought ----


def wrong(english: str, *strings: str, language: str = "fr") -> set[str]:
    one = next(one for one in table.texts().values() if one.singular == english)
    return {str(fault.kind) for fault in faults.faults(one, strings, language, rules.load())}


@pytest.mark.parametrize(
    ("english", "said", "kinds"),
    [
        ("Your code", 'Votre code" hidden data-x="', {"quote"}),
        ("Your code", "Votre « code » d’aujourd'hui", set()),
        ("Your code", "Votre “code”", set()),
        ("Leave this page", "https://evil.example", {"link"}),
        ("Leave this page", "Sortir : www.evil.test", {"link"}),
        ("Leave this page", "Sortir : fanal-aide.org", {"link"}),
        ("Leave this page", "Sortir : http&#58;//evil", {"link"}),
        ("Leave this page", "Écrivez à aide@evil.test", {"link"}),
        ("Leave this page", "Appelez +33 (0)1.23.45.67.89", {"link", "number"}),
        ("Leave this page", "Sortez dans 24 heures", {"number"}),
        ("Leave this page", "Sortez dans ٢٤ heures", {"number"}),
        ("Leave this page", "Sortez dans ²⁴ heures", {"number"}),
        ("Leave this page", "Sortez dans &#50;&#52; heures", {"number"}),
        ("Leave this page", "Sortez.Maintenant", {"link"}),
    ],
)
def test_marks_links_and_numbers_that_the_english_has_not_are_faults(english: str, said: str, kinds: set[str]) -> None:
    assert wrong(english, said) == kinds


def test_a_number_is_the_same_in_every_script_and_only_there() -> None:
    found = re.compile(r"\b\d{2,}\b")
    one = next(
        one for one in table.texts().values()
        if not one.plural and found.search(one.singular) and not placeholders(one.singular) and len(one.singular) < 99
    )  # fmt: skip
    ours = found.sub(lambda match: match[0].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), one.singular)
    assert wrong(one.singular, ours, language="ar") == set()
    assert wrong(one.singular, found.sub("7", one.singular), language="ar") == {"number"}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_all_that_ships_reviewed_passes(language: str) -> None:
    """All of it but for terms and reading age, of which every twelfth is looked at elsewhere."""
    assert [one for one in taking.shipped(language).values() if not faults.is_sound(one, language)] == []


def test_what_cannot_be_written_loses_nothing_and_half_a_sign_is_told(people: Cast) -> None:
    one = next(one for one in table.texts().values() if one.part == "child" and not one.plural)
    brought("pt", "child")
    brought("pt", "child", **{f"k{one.key}": " x"})
    before = translations.path("pt").with_suffix(".before").read_bytes()
    with pytest.raises(IndexError):
        translations.put("pt", {one.key: exchange.of_text(one, [])}, "import three")
    assert translations.path("pt").with_suffix(".before").read_bytes() == before, "it can still be taken back"
    kind = table.kind("pt")
    rows = [["key", "English", "translation pt", "note"], [one.key, one.singular, "Sair", "\ud800"]]
    pieces = ["\n".join("\t".join(f'"{cell}"' for cell in row) for row in rows)]
    made = web_tables.check(pieces, kind, web_tables.suggested(kind, web_tables.read(pieces, other=kind.other).heading))
    assert ["signs that are no text" in problem.words for problem in made.problems] == [True]
