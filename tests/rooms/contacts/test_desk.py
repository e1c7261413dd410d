"""The pages of a country's file: typed in one browser, compared and confirmed in another; nothing that was typed is
lost."""

from typing import Any

import pytest
from django.urls import reverse

from fanal.concerns.public import around
from fanal.contacts.api import country_info
from fanal.contacts.models import CountryVersion
from fanal.network.models import Organisation
from tests.desk import client_of, text
from tests.people import Cast, now_are
from tests.rooms.contacts.kept import confirmed, typed, with_number
from tests.rooms.contacts.test_keeping import helpline

pytestmark = pytest.mark.django_db(databases="__all__")
HELPLINE: dict[str, Any] = {
    "version": "0", "kind": "child_helpline", "number": "000 77", "url": "", "reachable_from": "XA", "cost": "free",
    "languages": "en, fr", "always": "on", "zone": "", "on": "", "how": "called", "by": "duty person, Aurora",
    "source": "their own page",
}  # fmt: skip
CHANGE = reverse("contacts:contact", args=["XA", "xa-helpline"])
FILE = reverse("contacts:file", args=["XA"])


def waiting() -> CountryVersion:
    return CountryVersion.objects.order_by("-number")[0]


def test_a_number_is_typed_by_one_and_confirmed_by_another(cast: Cast) -> None:
    amara, bao = client_of(cast, "amara"), client_of(cast, "bao")
    assert 'value="00 01"' in text(amara.get(CHANGE))
    assert amara.post(CHANGE, HELPLINE).url == FILE
    assert helpline() == "00 01"
    page = text(amara.get(FILE))
    assert "Waits for a second person" in page
    assert "You typed in this." in page
    confirm = reverse("contacts:confirm", args=["XA", waiting().pk])
    shown = text(bao.get(confirm))
    assert "Child helpline: number" in shown
    assert "000 77 (before: 00 01)" in shown
    assert "You typed in this" in text(amara.post(confirm))
    assert bao.post(confirm).url == FILE
    assert helpline() == "000 77"
    assert "Confirmed by Bao." in text(bao.get(FILE))
    assert 'href="tel:00077"' in text(bao.get("/en/xa/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": "112"}, "Numbers of a fictional country begin with 000"),
        ({"number": "call us"}, "Write digits and spaces only"),
        ({"number": ""}, "Write the number, or for a hotline"),
        ({"number": "", "by": ""}, "Write the number, or for a hotline"),
        ({"always": ""}, "Say that they answer day and night"),
        ({"always": "", "zone": "Moon", "hours_mon": "08:00-12:00"}, "Write a time zone such as"),
        ({"always": "", "zone": "UTC", "hours_mon": "8-12"}, "Write a time zone such as"),
        ({"languages": "Khmer language"}, "Write codes of languages"),
        ({"reachable_from": "Cambodia"}, "Write codes of countries"),
        ({"on": "2099-01-01"}, "This day is still to come"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(cast: Cast, wrong: Any, words: str) -> None:
    answer = client_of(cast, "amara").post(CHANGE, HELPLINE | wrong)
    page = text(answer)
    assert words in page
    assert 'aria-invalid="true"' in page
    assert 'value="their own page"' in page
    assert not CountryVersion.objects.exists()


def test_each_part_is_typed(cast: Cast) -> None:
    amara = client_of(cast, "amara")
    law = {"text_en": "We tell nobody.", "citation": "Act, s. 1", "on": ""}
    for number, (name, data) in enumerate(
        {
            "law": law,
            "retaliation": law,
            "note": {
                "text_en": "Ask for a trained person.", "on": "", "children_may_be_punished": "no",
                "complicity_reported": "unknown",
            },
            "leave": {"url": "https://weather-xa.example/now", "text_en": "open the menu", "on": "2026-11-20"},
            "contact_new": HELPLINE | {"kind": "member_duty", "number": "000 99"},
        }.items()
    ):  # fmt: skip
        address = reverse(f"contacts:{name}", args=["XA"])
        assert amara.get(address).status_code == 200
        assert amara.post(address, data | {"version": number}).status_code == 302, name
    remove = reverse("contacts:contact_remove", args=["XA", "xa-medical"])
    assert remove in text(amara.get(reverse("contacts:contact", args=["XA", "xa-medical"])))
    assert amara.post(remove, {"version": 5}).status_code == 302
    page = text(client_of(cast, "bao").get(FILE))
    for words in ("We tell nobody.", "Ask for a trained person.", "weather-xa.example/now", "000 99"):
        assert words in page
    assert "Ambulance: number" in page
    bao = client_of(cast, "bao")
    bao.post(reverse("contacts:confirm", args=["XA", waiting().pk]))
    info = country_info("XA")
    assert info is not None
    assert info.exit_target == "https://weather-xa.example/now"
    assert info.mandated is not None
    assert info.mandated["ngo_worker"].text.text_in("en") == "We tell nobody."
    assert around.exit_target("XA") == info.exit_target


def test_a_text_without_words_is_refused_at_its_field(cast: Cast) -> None:
    law = reverse("contacts:law", args=["XA"])
    page = text(client_of(cast, "amara").post(law, {"citation": "Act, s. 1", "version": 0}))
    assert "Write it in one language at least." in page


def test_a_file_is_taken_along_and_pasted_again(cast: Cast) -> None:
    confirmed(cast, "000 77")
    bao = client_of(cast, "bao")
    answer = bao.get(reverse("contacts:download", args=["XA"]))
    assert answer["Content-Disposition"] == 'attachment; filename="XA.yaml"'
    whole = text(answer)
    paste = reverse("contacts:paste", args=["XA"])
    assert "Nothing here is other" in text(bao.post(paste, {"text": whole, "version": 1}))
    page = text(bao.post(paste, {"text": whole.replace("000 77", "'112'"), "version": 1}))
    assert "contacts[2].number: Numbers of a fictional country" in page
    assert "112" in page
    for bad in ("a: [", "- 1", "a: &b [*b]", "a: 2026-13-45", "[" * 3000):
        assert "not readable" in text(bao.post(paste, {"text": bad, "version": 1})) or bad == "- 1"
    assert bao.post(paste, {"text": whole.replace("000 77", "000 78"), "version": 1}).status_code == 302


def test_what_was_given_back_can_be_taken_up_again(cast: Cast) -> None:
    row = typed(cast["amara"], with_number("000 78"))
    bao = client_of(cast, "bao")
    back = reverse("contacts:give_back", args=["XA", row.pk])
    assert bao.post(back, {"note": "Nobody answers there."}).url == FILE
    page = text(client_of(cast, "amara").get(FILE))
    assert "Given back by Bao: Nobody answers there." in page
    assert "000 78" in text(client_of(cast, "amara").get(reverse("contacts:paste", args=["XA"]), {"from": "1"}))
    assert "This does not wait any more." in text(bao.get(back, follow=True))


def test_who_was_slower_keeps_what_they_typed(cast: Cast) -> None:
    typed(cast["bao"], with_number("000 50", "xa-police"))
    amara = client_of(cast, "amara")
    page = text(amara.post(CHANGE, HELPLINE))
    assert "A colleague changed this meanwhile" in page
    assert 'value="000 77"' in page
    assert 'name="version" value="1"' in page
    assert amara.post(CHANGE, HELPLINE | {"version": "1"}).status_code == 302
    page = text(amara.get(FILE))
    assert "000 50" in page
    assert "000 77" in page


def test_another_organisation_finds_nothing(cast: Cast) -> None:
    """Neither the country nor a version by its identifier; nor does a role that has no part in it."""
    row = typed(cast["amara"], with_number("000 77"))
    for who in ("nils", "oda"):
        client = client_of(cast, who)
        own = reverse("contacts:confirm", args=["XB", row.pk])
        for address in (FILE, CHANGE, own, reverse("contacts:download", args=["XA"])):
            assert client.get(address).status_code == 404
        assert client.post(own).status_code == 404
        assert text(client.get(reverse("contacts:files"))).count("/desk/countries/X") == 1
    assert client_of(cast, "marek").get(FILE).status_code == 403
    assert client_of(cast, "femi").post(CHANGE, HELPLINE).status_code == 403
    assert helpline() == "00 01"


def test_a_country_without_a_file_begins_with_the_way_out(cast: Cast) -> None:
    """A real country, on no demonstration: real numbers, and a day for each thing that was checked."""
    now_are(Organisation.objects.filter(pk=cast.aurora), mandates=["XA", "KH"])
    amara, bao = client_of(cast, "amara"), client_of(cast, "bao")
    page = reverse("contacts:file", args=["KH"])
    shown = text(amara.get(page))
    assert "nothing is held" in shown
    assert reverse("contacts:leave", args=["KH"]) in shown
    assert reverse("contacts:law", args=["KH"]) not in shown
    assert amara.get(reverse("contacts:contact_new", args=["KH"])).status_code == 404
    leave = {"version": "0", "url": "https://weather.test/", "text_en": "open the menu", "on": ""}
    assert "“When was it checked?” needs an answer." in text(amara.post(reverse("contacts:leave", args=["KH"]), leave))
    amara.post(reverse("contacts:leave", args=["KH"]), leave | {"on": "2026-11-20"})
    number = HELPLINE | {"version": "1", "reachable_from": "kh", "number": "000 77", "on": "2026-11-20"}
    add = reverse("contacts:contact_new", args=["KH"])
    assert "begin with 000, and no others do" in text(amara.post(add, number))
    amara.post(add, number | {"number": "1280"})
    bao.post(reverse("contacts:confirm", args=["KH", waiting().pk]))
    info = country_info("KH")
    assert info is not None
    assert [one.number for one in info.contacts] == ["1280"]
    assert info.contacts[0].reachable_from == ("KH",)
    shown = text(amara.get(page))
    assert "What is missing" in shown
    assert "the number of the ambulance" in shown
    assert "no form opens without it" in shown


def test_a_country_of_which_nothing_is_held_stands_on_my_day_until_somebody_types(cast: Cast) -> None:
    """A day is written in words, and nobody is told that something counted before."""
    now_are([Organisation.objects.get(pk=cast.aurora)], mandates=["XA", "NO"])
    bao, day = client_of(cast, "bao"), reverse("desk:day")
    shown = text(bao.get(day))
    assert "Type what is known of Norway" in shown
    assert "Type what is known of XA" not in shown
    assert "Type what is known of" not in text(client_of(cast, "celia").get(day))
    leave = {"version": "0", "url": "https://example.org/", "text_en": "Open the history", "on": "2026-11-24"}
    bao.post(reverse("contacts:leave", args=["NO"]), leave)
    assert "Type what is known of Norway" not in text(bao.get(day))
    page = text(bao.get(reverse("contacts:file", args=["NO"])))
    assert "2026-11-24" not in page
    assert "Nobody is shown anything of it yet." in page
    bao.post(reverse("contacts:give_back", args=["NO", waiting().pk]), {"note": "Not so"})
    assert "Type what is known of Norway" in text(bao.get(day))
