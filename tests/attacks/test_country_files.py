"""What is typed of a country lies in the database. Somebody who writes there puts another number in the place of the
helpline's, confirms their own, or brings back an older one: what counts stays what two people signed."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow, stated
from fanal.contacts import keeping
from fanal.contacts.api import country_info
from fanal.contacts.models import CountryVersion
from fanal.contacts.policy import CONFIRM, WRITE
from fanal.contacts.standing import Verdict, chain
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.site.commands.journal import defects
from fanal.vocabulary.files import twice
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.reporter import publish
from tests.rooms.contacts.kept import confirmed, forget, typed, with_number
from tests.rooms.contacts.test_keeping import helpline

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
LATER = NOW + timedelta(hours=1)
BAD = "000 666"


def shown() -> str:
    """The number that another process shows."""
    forget()
    return helpline()


def _named(words: str) -> bool:
    return any(words in line for line in defects(lambda _done, _of: None))


def _other_number(row: CountryVersion) -> None:
    CountryVersion.objects.filter(pk=row.pk).update(text=row.text.replace("000 78", BAD))


def _other_country(row: CountryVersion) -> None:
    CountryVersion.objects.filter(pk=row.pk).update(country="XB", number=9)


def _gone(row: CountryVersion) -> None:
    CountryVersion.objects.filter(pk=row.pk).delete()


def _by_another(row: CountryVersion) -> None:
    CountryVersion.objects.filter(pk=row.pk).update(second=row.by_id)


@pytest.mark.parametrize("attack", [_other_number, _other_country, _gone, _by_another])
def test_what_was_changed_counts_no_more_and_the_last_that_is_whole_does(
    cast: Cast, attack: Callable[[CountryVersion], None]
) -> None:
    confirmed(cast, "000 77")
    row = confirmed(cast, "000 78", LATER)
    assert shown() == "000 78"
    assert not _named("the file of XA")
    attack(row)
    assert helpline() in {"000 77", "000 78"}, "whoever read it before goes on with what was signed"
    assert shown() == "000 77"
    assert helpline("XB") == "000 11"
    assert _named("the file of XA: version 2 was changed or taken away")
    page = text(client_of(cast, "bao").get("/desk/countries/XA/"))
    assert "Tell your administrator" in page
    confirmed(cast, "000 79", LATER + timedelta(hours=1))
    assert shown() == "000 79"


def test_a_version_that_nobody_typed_counts_for_nothing(cast: Cast) -> None:
    row = confirmed(cast, "000 77")
    CountryVersion.objects.create(
        org_id=row.org_id, country="XA", number=2, text=row.text.replace("000 77", BAD), by_id=row.by_id, at=LATER,
        verdict=Verdict.CONFIRMED, second_id=row.second_id, second_at=LATER,
    )  # fmt: skip
    assert shown() == "000 77"
    assert _named("the file of XA: version 2 is by nobody")
    page = text(client_of(cast, "bao").get("/desk/countries/XA/"))
    assert page.count("Changed past Fanal: it counts for nothing.") == 1
    assert page.count("Confirmed by Bao.") == 1
    with pytest.raises(NotNow, match="changed this meanwhile"):
        keeping.confirm(cast["dalia"], CountryVersion.objects.get(number=2).pk, LATER)


def test_what_waits_and_was_changed_is_confirmed_by_nobody(cast: Cast) -> None:
    row = typed(cast["amara"], with_number("000 78"))
    _other_number(row)
    with pytest.raises(NotNow, match="changed this meanwhile"):
        keeping.confirm(cast["bao"], row.pk, LATER)
    assert shown() == "00 01"
    assert _named("the file of XA: version 1 was changed or taken away")


def test_one_colleague_alone_confirms_nothing_past_the_pages(cast: Cast) -> None:
    """Who typed it signs the second entry, too, with their own key, and the row says so."""
    amara = cast["amara"]
    row = typed(amara, with_number(BAD))
    row.verdict, row.second_id, row.second_at = Verdict.CONFIRMED.value, amara.person, LATER
    row.save()
    items = [stated.whole(row)]
    journal.write(chain("XA"), amara.signatory(), CONFIRM, at=LATER, purpose="1", items=items)
    assert shown() == "00 01"


def test_where_an_entry_was_made_bad_nothing_that_was_typed_counts(cast: Cast) -> None:
    """Nobody knows what was confirmed since: the file that Fanal ships counts, and nothing is typed until it is
    mended."""
    confirmed(cast, "000 77")
    entry = Entry.objects.get(record=chain("XA"), deed=WRITE)
    good = entry.purpose
    Entry.objects.filter(pk=entry.pk).update(purpose="7")
    assert shown() == "00 01"
    assert _named("the file of XA: nobody knows what was confirmed")
    with pytest.raises(NotAllowed):
        typed(cast["amara"], with_number("000 78"))
    Entry.objects.filter(pk=entry.pk).update(purpose=good)
    assert shown() == "000 77"


def test_an_older_number_does_not_come_back_with_its_rows(cast: Cast) -> None:
    """The newest rows are put back as they were before the last was confirmed."""
    confirmed(cast, "000 77")
    copy: list[Any] = list(CountryVersion.objects.all())
    confirmed(cast, "000 78", LATER)
    for one in copy:
        one.save_base(raw=True)
    assert shown() == "000 78"


# ---- what one person pastes as the whole file: nobody's page may end in an error by it ----


def _days(on: str) -> Callable[[str], str]:
    return lambda whole: whole.replace("on: demo", f"on: {on}", 1)


def _sign(sign: str) -> Callable[[str], str]:
    return lambda whole: re.sub(r"(remove_trace:\s+en: ).*", rf'\1"Go \\{sign} away"', whole, count=1)


PASTED: dict[str, tuple[Callable[[str], str], str]] = {
    "year 1": (_days("0001-01-01"), "Write a day from 2000 to 2100."),
    "year 9999": (_days("9999-12-31"), "Write a day from 2000 to 2100."),
    "half a sign": (_sign("udc80"), "a character that no text has"),
    "a sign that rings": (_sign("a"), "a character that no text has"),
    "a key without end": (lambda whole: f"{whole}? 0x{'f' * 5000}\n: 1\n", "a key that is no text"),
    "an id with a slash": (
        lambda whole: whole.replace("id: xa-police", "id: xa/police"),
        "Write the id without a slash.",
    ),
}


def _paste(cast: Cast, whole: str) -> Any:
    client = client_of(cast, "amara")
    return client.post(reverse("contacts:paste", args=["XA"]), {"version": 0, "text": whole})


@pytest.mark.parametrize(("change", "words"), PASTED.values(), ids=PASTED)
def test_what_no_page_could_show_is_refused_in_words(cast: Cast, change: Callable[[str], str], words: str) -> None:
    whole = keeping.text_of(keeping.file_of(cast["amara"], "XA"))
    assert change(whole) != whole
    answer = _paste(cast, change(whole))
    assert answer.status_code == 200
    assert words in text(answer)
    assert not CountryVersion.objects.exists()


def test_what_is_pasted_and_confirmed_is_shown_on_every_page(cast: Cast) -> None:
    """The control of the test above: the oldest and the newest day that are taken, and signs of all the world."""
    publish()
    whole = _days("2100-12-31")(_days("2000-01-01")(keeping.text_of(keeping.file_of(cast["amara"], "XA"))))
    whole = re.sub(r"(remove_trace:\s+en: ).*", r'\1"Go ភ្នំ 🌍 \\u2019 away"', whole, count=1)
    assert _paste(cast, whole).status_code == 302
    bao, row = client_of(cast, "bao"), CountryVersion.objects.get()
    page = reverse("contacts:confirm", args=["XA", row.pk])
    assert "🌍 ’ away" in text(bao.get(page))
    assert bao.post(page).status_code == 302
    forget()
    for address in ("/desk/countries/XA/", "/en/xa/"):
        assert bao.get(address).status_code == 200


def test_a_long_list_of_what_is_wrong_ends(cast: Cast) -> None:
    """100 KB of empty contacts, of which each lacks seven keys, took 25 s and a page of 75 MB."""
    few = _paste(cast, "country: XA\ncontacts:\n" + "- {}\n" * 3)
    assert "contacts[2].hours: missing" in text(few), "the control: all that is wrong is told at once"
    many = _paste(cast, "country: XA\ncontacts:\n" + "- {}\n" * 18_000)
    assert "There is more that is wrong" in text(many)
    assert len(many.content) < 2 * 18_000 * len("- {}\n"), "what was typed, and not much more"


def test_keys_are_not_compared_each_with_each() -> None:
    """20,000 keys in 100 KB were 400 million comparisons."""

    class Key(str):
        compared = 0
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            Key.compared += 1
            return str.__eq__(self, other)

    keys = [Key(number) for number in range(2_000)]
    assert twice([*keys, Key(7), Key(7)]) == ["7"]
    assert Key.compared < 2_000


@pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))
@pytest.mark.parametrize("undone", [False, True])
def test_a_confirmation_that_was_undone_stays_in_no_memory(people: Cast, undone: bool) -> None:
    """The file is read within the deed. Where that is undone after it, by a deadlock say, and somebody then writes the
    word of a second person into the row, this process shows what nobody confirmed. The control: what is confirmed."""
    row = typed(people["amara"], with_number(BAD))
    assert helpline() == "00 01"
    with suppress(InterruptedError), transaction.atomic():
        keeping.confirm(people["bao"], row.pk, NOW)
        if undone:
            raise InterruptedError
    CountryVersion.objects.filter(pk=row.pk).update(verdict=Verdict.CONFIRMED)
    assert helpline() == ("00 01" if undone else BAD)


@pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))
def test_what_was_read_is_remembered(people: Cast) -> None:
    """Every signature is verified once a version, not once a page."""
    confirmed(people, "000 77")
    forget()
    infos = [country_info("XA") for _page in range(2)]
    assert infos[0] is infos[1]
