"""Emergency contacts and texts of a country (DNH-06, DNH-14, DNH-40): verified and of this country, or not at all."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.contacts.contracts import EMERGENCY, Checked, ContactKind
from fanal.contacts.files import CONTACTS, load, parse, shipped
from fanal.vocabulary.countries import countries
from fanal.vocabulary.files import Defective, parse_yaml, read_yaml, written_yaml

DAY = date(2026, 11, 25)
SHIPPED = sorted(path.stem for path in CONTACTS.glob("*.yaml"))

CONTACT: dict[str, Any] = {
    "id": "police",
    "kind": "emergency_police",
    "number": "+855 12",
    "reachable_from": ["KH"],
    "cost": "free",
    "languages": ["km"],
    "hours": "always",
    "verified": {"by": "role, member", "on": date(2026, 5, 2), "how": "called", "source": "its own page"},
}
REAL: dict[str, Any] = {
    "country": "KH",
    "contacts": [CONTACT],
    "authority_note": {
        "text": {"en": "a note"},
        "reviewed": date(2026, 4, 1),
        "children_may_be_punished": "unknown",
        "complicity_reported": "no",
    },
    "mandated_reporting": [
        {"role": "ngo_worker", "text": {"en": "the law"}, "citation": "s. 1", "reviewed": date(2025, 4, 1)}
    ],
    "exit_target": {"url": "https://weather.test/today", "checked": date(2026, 11, 20)},
    "remove_trace": {"en": "clear the history"},
}
"""The form of a real country's file; the numbers and names in it are made up."""


def written(folder: Path, content: Any, name: str = "KH") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def changed(*path: Any, to: Any) -> dict[str, Any]:
    """The real file with one value changed; `...` takes the key away."""
    content = deepcopy(REAL)
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    if to is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return content


def defects(path: Path, *, production: bool = True) -> list[str]:
    with pytest.raises(Defective) as found:
        load(path, production=production)
    return [str(defect) for defect in found.value.defects]


def test_only_fictional_countries_are_shipped() -> None:
    assert [found.alpha2 for found in countries(demonstration=True) if found.demonstration] == SHIPPED


@pytest.mark.parametrize("country", SHIPPED)
def test_a_shipped_file_can_be_used_in_the_demonstration_and_never_in_production(country: str) -> None:
    assert load(CONTACTS / f"{country}.yaml", production=False).country == country
    assert shipped(country, production=False) is not None
    assert shipped(country, production=True) is None
    [defect] = defects(CONTACTS / f"{country}.yaml")
    assert "no place in production" in defect


@pytest.mark.parametrize("day", [DAY, date(2027, 11, 25), date(2032, 2, 29)])
def test_the_demonstration_shows_every_case_on_any_day(day: date) -> None:
    held = {country: shipped(country, production=False) for country in SHIPPED}
    shown = {country: [c.kind for c in info.shown(day)] for country, info in held.items() if info}
    assert shown == {
        "XA": [ContactKind.EMERGENCY_POLICE, ContactKind.EMERGENCY_MEDICAL, ContactKind.CHILD_HELPLINE],
        "XB": [ContactKind.EMERGENCY_POLICE, ContactKind.CHILD_HELPLINE],
        "XC": [ContactKind.EMERGENCY_POLICE],
        "XD": [ContactKind.CHILD_HELPLINE],  # its police number has expired
        "XE": [],  # we hold no verified number
    }
    for country, info in held.items():
        assert info is not None
        assert (info.duty_to_report("ngo_worker", day) is not None) == (country != "XE")
    assert [country for country, info in held.items() if info and info.careful] == ["XA", "XC"]


def test_a_shipped_number_can_be_no_real_number() -> None:
    for country in SHIPPED:
        info = load(CONTACTS / f"{country}.yaml", production=False)
        assert all(contact.tel.startswith("tel:000") for contact in info.contacts if contact.number)
        assert ".example/" in info.exit_target


def test_every_shipped_text_is_there_in_the_complete_languages() -> None:
    for country in SHIPPED:
        info = load(CONTACTS / f"{country}.yaml", production=False)
        held = [info.remove_trace, *(law.text for law in (info.mandated or {}).values())]
        held += [info.authority_note.text] if info.authority_note else []
        held += [info.retaliation.text] if info.retaliation else []
        for text in held:
            assert all(text.text_in(language) for language in ("en", "fr", "es", "ar"))
            assert text.text_in("km") == ""


def test_a_real_file_is_read_whole(tmp_path: Path) -> None:
    info = load(written(tmp_path, REAL), production=True)
    [police] = info.shown(DAY)
    assert (police.number, police.tel, police.hours) == ("+855 12", "tel:+85512", None)
    assert info.exit_target == "https://weather.test/today"
    law = info.duty_to_report("ngo_worker", DAY)
    assert law is not None
    assert (law.text.text_in("en"), law.text.text_in("fr"), law.citation) == ("the law", "", "s. 1")
    assert info.duty_to_report("teacher", DAY) is None
    assert info.authority_note is not None
    assert not info.careful


@pytest.mark.parametrize(
    ("verified", "shown"),
    [
        (date(2025, 11, 25), True),
        (date(2025, 11, 24), False),
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), True),  # where it was done, the day began earlier
        (date(2026, 11, 27), False),  # nobody verifies tomorrow
        (date(2020, 1, 1), False),
    ],
)
def test_a_contact_is_shown_only_within_twelve_months_of_its_verification(
    tmp_path: Path, verified: date, shown: bool
) -> None:
    info = load(written(tmp_path, changed("contacts", 0, "verified", "on", to=verified)), production=True)
    assert bool(info.shown(DAY)) is shown


@pytest.mark.parametrize(("reviewed", "held"), [(date(2024, 11, 25), True), (date(2024, 11, 24), False)])
def test_a_text_of_law_holds_twenty_four_months(tmp_path: Path, reviewed: date, held: bool) -> None:
    content = changed("mandated_reporting", 0, "reviewed", to=reviewed)
    content["authority_note"]["reviewed"] = reviewed
    info = load(written(tmp_path, content), production=True)
    assert (info.duty_to_report("ngo_worker", DAY) is not None) is held
    assert info.authority_note is not None
    assert info.authority_note.is_reviewed(DAY) is held


@settings(max_examples=80, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 800))
def test_twelve_months_end_on_the_same_day_of_the_next_year(on: date, passed: int) -> None:
    day = date.fromordinal(on.toordinal() + passed)
    last = (on.year + 1, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)
    assert Checked(on).holds(day, 12) == ((day.year, day.month, day.day) <= last)


def test_no_country_lends_its_contacts_to_another() -> None:
    for found in countries(demonstration=True):
        info = shipped(found.alpha2, production=False)
        assert (info is not None) == (found.alpha2 in SHIPPED)
        if info:
            assert info.country == found.alpha2


@pytest.mark.parametrize("country", ["", "xa", "ZZ", "../XA", "XA.yaml", "unknown", "XA\x00"])
def test_an_unknown_country_holds_nothing(country: str) -> None:
    assert shipped(country, production=False) is None


def test_a_file_with_a_defect_holds_nothing(tmp_path: Path) -> None:
    written(tmp_path, changed("contacts", 0, "cost", to="cheap"))
    assert shipped("KH", production=True, folder=tmp_path) is None
    written(tmp_path, REAL)
    assert shipped("KH", production=True, folder=tmp_path) is not None


def test_the_contacts_come_in_a_fixed_order_and_a_helpline_is_no_hotline(tmp_path: Path) -> None:
    hotline = {key: value for key, value in CONTACT.items() if key != "number"}
    hotline |= {"id": "hotline", "kind": "illegal_content_hotline", "url": "https://report.test/"}
    helpline = CONTACT | {"id": "help", "kind": "child_helpline", "number": "116"}
    info = load(written(tmp_path, changed("contacts", to=[hotline, helpline, CONTACT])), production=True)
    assert [contact.kind for contact in info.shown(DAY)] == [ContactKind.EMERGENCY_POLICE, ContactKind.CHILD_HELPLINE]
    assert [contact.url for contact in info.shown(DAY, {ContactKind.ILLEGAL_CONTENT_HOTLINE})] == [
        "https://report.test/"
    ]
    assert ContactKind.ILLEGAL_CONTENT_HOTLINE not in EMERGENCY


WRONG: list[tuple[dict[str, Any], str]] = [
    (changed("country", to="XQ"), "country: must be a country and the name of the file"),
    (changed("country", to="TH"), "country: must be a country and the name of the file"),
    (changed("contacts", to=None), "contacts: a list is expected"),
    (changed("fax", to="1"), "fax: no such key"),
    (changed("exit_target", to=...), "exit_target: missing"),
    (changed("contacts", 0, "kind", to="hotline"), "contacts[0].kind: must be one of"),
    (changed("contacts", 0, "number", to="call us"), "contacts[0].number: digits"),
    (changed("contacts", 0, "number", to="٠٠٠١"), "contacts[0].number: digits"),
    (changed("contacts", 0, "number", to=112), "contacts[0].number: a text is expected"),
    (changed("contacts", 0, "number", to="00 00"), "contacts[0].number: 000… for fictional countries"),
    (changed("contacts", 0, "number", to="000-000-0000"), "contacts[0].number: 000… for fictional countries"),
    (changed("contacts", 0, "number", to=...), "contacts[0]: a number is missing"),
    (changed("contacts", 0, "url", to="https://a.test/"), "contacts[0].url: only a hotline"),
    (changed("contacts", 0, "cost", to="cheap"), "contacts[0].cost: must be one of"),
    (changed("contacts", 0, "hours", to="mostly"), "contacts[0].hours: a group of keys"),
    (changed("contacts", 0, "hours", to={"zone": "UTC", "week": {"mon": ["9-5"]}}), "contacts[0].hours: always, or"),
    (changed("contacts", 0, "hours", to={"zone": "Moon", "week": {}}), "contacts[0].hours: always, or"),
    (changed("contacts", 0, "languages", to=["Khmer"]), "contacts[0].languages: must be codes"),
    (changed("contacts", 0, "reachable_from", to=["ZZ"]), "contacts[0].reachable_from: must be countries"),
    (changed("contacts", 0, "verified", "on", to="2026-05-02"), "contacts[0].verified.on: a day is expected"),
    (changed("contacts", 0, "verified", "on", to="demo"), "contacts[0].verified.on: the demonstration's marker"),
    (changed("contacts", 0, "verified", "on", to=None), "contacts[0].verified.on: a day is expected"),
    (changed("contacts", 0, "verified", "on", to=date(1999, 12, 31)), "contacts[0].verified.on: a day from 2000"),
    (changed("exit_target", "checked", to=date(2101, 1, 1)), "exit_target.checked: a day from 2000 to 2100"),
    (changed("contacts", 0, "id", to="a/b"), "contacts[0].id: no slash in an id"),
    (changed("contacts", 0, "verified", "by", to=" "), "contacts[0].verified.by: a text is expected"),
    (changed("contacts", 0, "verified", "how", to="guessed"), "contacts[0].verified.how: must be one of"),
    (changed("contacts", 0, "verified", to=...), "contacts[0].verified: missing"),
    (changed("contacts", to=[CONTACT, CONTACT]), "contacts: this id is taken: police"),
    (changed("authority_note", "reviewed", to="demo"), "authority_note.reviewed: the demonstration's marker"),
    (changed("authority_note", "complicity_reported", to="maybe"), "authority_note.complicity_reported: must be"),
    (changed("authority_note", "text", to="a note"), "authority_note.text: a text in at least one language"),
    (changed("mandated_reporting", 0, "text", "en", to=""), "mandated_reporting[0].text.en: a text is expected"),
    (changed("mandated_reporting", 0, "citation", to=...), "mandated_reporting[0].citation: missing"),
    (
        changed("mandated_reporting", to=REAL["mandated_reporting"] * 2),
        "mandated_reporting[1].role: this role is taken",
    ),
    (changed("exit_target", "url", to="http://a.test/"), "exit_target.url: must begin with https://"),
    (changed("exit_target", "url", to="https://a.test/?q=1"), "exit_target.url: must begin with https://"),
    (changed("exit_target", "url", to="https://weather.example/"), "exit_target.url: ….example for fictional"),
    (changed("remove_trace", to={}), "remove_trace: a text in at least one language"),
]


@pytest.mark.parametrize(("content", "defect"), WRONG, ids=[defect for _, defect in WRONG])
def test_a_defect_is_named_with_file_and_key(tmp_path: Path, content: dict[str, Any], defect: str) -> None:
    assert any(found.startswith(f"KH.yaml: {defect}") for found in defects(written(tmp_path, content)))


def test_all_defects_are_named_at_once(tmp_path: Path) -> None:
    content = changed("contacts", 0, "cost", to="cheap")
    content["exit_target"]["url"] = "x"
    content["remove_trace"] = None
    content["more"] = 1
    assert len(defects(written(tmp_path, content))) == 4


def test_a_fictional_country_may_not_carry_a_number_that_could_be_real(tmp_path: Path) -> None:
    content = changed("contacts", 0, "reachable_from", to=["XA"]) | {"country": "XA"}
    found = defects(written(tmp_path, content, "XA"), production=False)
    assert any("contacts[0].number: 000" in defect for defect in found)


def test_on_and_no_are_words_and_not_truth_values(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("on: no\noff: yes\ncountry: NO\nflag: true\n", "utf-8")
    assert read_yaml(path) == {"on": "no", "off": "yes", "country": "NO", "flag": True}


# ---- written again ----

_signs = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_words = st.text(_signs, min_size=1, max_size=40).filter(str.strip)
_days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
_local = st.dictionaries(st.sampled_from(["en", "fr", "no", "ar"]), _words, min_size=1)
_week = st.dictionaries(st.sampled_from(["mon", "sun"]), st.just(["08:00-12:00", "13:00-20:00"]))
_contacts = st.fixed_dictionaries(
    {
        "id": _words.filter(lambda text: "/" not in text),
        "kind": st.sampled_from(list(map(str, ContactKind))),
        "number": st.from_regex(r"\+?[1-9][0-9*# -]{0,18}", fullmatch=True).filter(lambda text: text == text.strip()),
        "reachable_from": st.lists(st.sampled_from(["KH", "NO"]), max_size=2),
        "cost": st.sampled_from(["free", "unknown"]),
        "languages": st.lists(st.sampled_from(["no", "km"]), max_size=2),
        "hours": st.just("always") | st.fixed_dictionaries({"zone": st.just("Asia/Bangkok"), "week": _week}),
        "verified": st.fixed_dictionaries(
            {"by": _words, "on": _days, "how": st.sampled_from(["called", "visited"]), "source": _words}
        ),
    }
)
_law = {"text": _local, "citation": _words, "reviewed": _days}
_documents = st.fixed_dictionaries(
    {
        "country": st.just("KH"),
        "contacts": st.lists(_contacts, max_size=3, unique_by=lambda one: one["id"].strip()),
        "exit_target": st.fixed_dictionaries({"url": st.just("https://weather.test/a"), "checked": _days}),
        "remove_trace": _local,
    },
    optional={
        "authority_note": st.fixed_dictionaries(
            {
                "text": _local,
                "reviewed": _days,
                "children_may_be_punished": st.sampled_from(["yes", "no"]),
                "complicity_reported": st.just("unknown"),
            }
        ),
        "mandated_reporting": st.lists(st.fixed_dictionaries({"role": st.just("on"), **_law}), max_size=1),
        "retaliation": st.fixed_dictionaries(_law),
    },
)


@given(document=_documents)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again_byte_by_byte(document: dict[str, Any]) -> None:
    """As a file on a server, and as somebody pastes it; `no`, `on` and numbers among it stay texts."""
    text = written_yaml(document)
    again = parse(text, "KH.yaml")
    assert again == document
    assert written_yaml(again) == text
    with TemporaryDirectory() as folder:
        path = Path(folder) / "KH.yaml"
        path.write_text(text, encoding="utf-8")
        assert load(path, production=True).country == "KH"


@pytest.mark.parametrize("country", SHIPPED)
def test_what_ships_is_written_and_read_again(country: str) -> None:
    document = read_yaml(CONTACTS / f"{country}.yaml")
    assert parse(written_yaml(document), f"{country}.yaml") == document


@pytest.mark.parametrize(
    "text", ["a: &b [*b]", "a: 2026-13-45", "[" * 3000, "? [a]\n: b", "a: !!python/name:os.system", "x"]
)
def test_what_somebody_pastes_is_a_file_or_is_refused(text: str) -> None:
    with pytest.raises(Defective):
        parse(text, "KH.yaml")


def test_only_the_whole_words_are_truth_values() -> None:
    """A value that begins with one is a text."""
    said = parse_yaml("{a: true, b: false_alarm_rate, c: trueish, d: 'true', e: false}", "x.yaml")
    assert said == {"a": True, "b": "false_alarm_rate", "c": "trueish", "d": "true", "e": False}
