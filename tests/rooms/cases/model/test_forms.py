"""Fields of the model on forms: what is held comes back as it was, and nonsense says what to do."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.forms.widgets import DateTimeBaseInput
from django.http import QueryDict
from django.template import engines
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.cases.model import days
from fanal.cases.model.declared import Field, model
from fanal.cases.model.forms import Declared
from fanal.cases.model.kinds import KINDS
from fanal.cases.model.parts import LISTS, PARTS, Contact, Pair
from fanal.cases.model.sealed import empty
from fanal.vocabulary.countries import countries
from fanal.vocabulary.dates import PartialDate
from fanal.vocabulary.filters import tidy
from fanal.vocabulary.languages import languages

SEALED = [one for one in model().fields if one.box and one.kind in KINDS]
ROWS = tuple((f"0190c1a2-0000-7000-8000-00000000000{n}", f"Row {n}") for n in range(1, 5))
LETTERS = st.text(st.characters(categories=("L", "M", "Nd"), include_characters=" ’-,"), min_size=1, max_size=30)
WORDS = LETTERS.map(lambda text: tidy(text, lines=False)).filter(bool)
LONG = st.lists(WORDS, min_size=1, max_size=4).map("\n".join).map(lambda text: tidy(text, lines=True)).filter(bool)
LAND = st.sampled_from([one.alpha2 for one in countries(demonstration=True)])
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def codes(name: str) -> list[str]:
    """The codes of a list; identifiers of rows where it has none."""
    known = model().lists[name].codes if name in model().lists else {}
    return list(known) or [row for row, _words in ROWS]


def subset(known: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of them in their order."""
    return st.sets(st.sampled_from(known)).map(lambda some: tuple(one for one in known if one in some))


def maybe(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | part


def rows(kind: str) -> st.SearchStrategy[Any]:
    """A part of a value that a form takes."""
    part: Any = PARTS[kind]
    said: dict[str, st.SearchStrategy[str]] = {one.name: maybe(WORDS) for one in fields(part)}
    said |= {name: maybe(st.sampled_from(codes(known))) for name, known in LISTS[part].items()}
    if "country" in said:
        said["country"] = maybe(LAND)
    if part is Contact:
        reached = {"phone": "+1 555 0100", "email": "ana@mail.example", "handle": "@ana"}
        return st.sampled_from(sorted(reached)).flatmap(
            lambda kind: st.builds(part, **{**said, "kind": st.just(kind), "value": st.just(reached[kind])})
        )
    for name in ("kind", "value", "option"):
        if name in said:
            said[name] = said[name].filter(bool)
    return st.builds(part, **said)


def pairs(field: Field) -> st.SearchStrategy[tuple[Pair, ...]]:
    keys, values = field.lists
    value = st.sampled_from(codes(values)) if values in model().lists else LONG
    of_rows = [row for row, _words in ROWS] if keys in model().entities else codes(keys)
    return subset(of_rows).flatmap(
        lambda some: st.tuples(*(value.map(lambda said, key=key: Pair(key, said)) for key in some))
    )


def partly(day: date) -> st.SearchStrategy[str]:
    return st.sampled_from([str(day.year), f"{day:%Y-%m}", str(PartialDate(day.year, day.month, day.day))])


def values(field: Field) -> st.SearchStrategy[Any]:
    """Every value that a field may hold."""
    made: Mapping[str, Any] = {
        "text": lambda: WORDS,
        "text_500": lambda: LONG,
        "long_text": lambda: LONG,
        "text_list": lambda: st.lists(WORDS, max_size=5).map(tuple),
        "partial_date": lambda: DAYS.flatmap(partly),
        "date": lambda: DAYS,
        "instant": lambda: st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  as typed
            lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
        ),
        "int": lambda: st.integers(*map(int, field.of.split(".."))),
        "bool": st.booleans,
        "code": lambda: st.sampled_from(codes(field.of)),
        "code_list": lambda: subset(codes(field.of)),
        "ref": lambda: st.sampled_from(codes(field.of)),
        "ref_list": lambda: subset(codes(field.of)),
        "country": lambda: LAND,
        "country_list": lambda: st.lists(LAND, max_size=5, unique=True).map(tuple),
        "lang_list": lambda: st.lists(st.sampled_from(languages()), max_size=5, unique=True).map(tuple),
        "map": lambda: pairs(field),
    }
    every = made[field.kind]() if field.kind in made else st.lists(rows(field.kind), max_size=5).map(tuple)
    return st.just(empty(field)) | every


def posted(form: Declared) -> QueryDict:
    """What a browser sends of a form in which nobody touches anything."""
    sent = QueryDict(mutable=True)
    for bound in form:
        shown = bound.value()
        if isinstance(shown, list | tuple):
            sent.setlist(bound.html_name, list(shown))
        else:
            widget = bound.field.widget
            sent[bound.html_name] = "" if shown is None else str(_drawn(widget, shown))
    return sent


def _drawn(widget: Any, shown: Any) -> Any:
    return widget.format_value(shown) if isinstance(widget, DateTimeBaseInput) else shown


def asked(field: Field, data: QueryDict | dict[str, str] | None = None, held: Any = None, **more: Any) -> Declared:
    return Declared([field], data, values={field.path: held}, given={field.path: list(ROWS)}, **more)


@pytest.mark.parametrize("field", SEALED, ids=lambda field: field.path)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_is_held_comes_back_from_a_form_as_it_was(field: Field, data: st.DataObject) -> None:
    held = data.draw(values(field))
    sent = posted(asked(field, held=held))
    with_held, without = asked(field, sent, held), asked(field, sent, empty(field))
    is_new = not [*days.wrong({field.path: held}, timezone.localdate())]  # a day that nobody can mean may only stay
    for form in (with_held, *([without] if is_new else [])):  # also where another worker changed the row meanwhile
        assert form.errors == {}
        assert form.values() == {field.path: held}


def test_every_field_that_people_fill_has_a_form_or_a_page_of_its_own() -> None:
    without = {one.path for one in model().fields if one.label and one.kind not in KINDS}
    assert without == {
        "approval.looked_at", "case.number", "service.cost_minor", "provider.ages", "provider.hours", "referral.pack",
        "case_link.taken", "report.pack", "report.person",
        "provider_page.card", "provider_page.pack",
    }  # fmt: skip


def test_codes_that_lists_no_longer_have_stay() -> None:
    for path, held in {
        "child.sex": "of another day", "case.forms": ("of another day",), "child.nationalities": ("QQ", "SE"),
        "child.languages": ("zzz", "spa"), "child.functioning": (Pair("of another day", "of another day"),),
        "child.contacts": (Contact("of another day", "12345", "", "of another day"),),
    }.items():  # fmt: skip
        field = model().field(path)
        form = asked(field, posted(asked(field, held=held)), held)
        assert (path, form.errors, form.values()) == (path, {}, {path: held})


NONSENSE = [
    ("child.given_name", {"child_given_name": "A" * 201}, "Make this shorter: at most 200 characters. It has 201."),
    ("child.address", {"child_address": "https://place.example/film"}, "Take the address out."),
    ("act.account", {"act_account": "data:image/png;base64," + "A" * 300}, "We cannot take files or pictures"),
    ("act.account", {"act_account": "a" * 2001}, "Make this shorter: at most 2000 characters. It has 2001."),
    ("child.other_names", {"child_other_names": "A" * 201}, "Make this shorter: at most 200 characters."),
    ("child.other_names", {"child_other_names": "\n".join("abc" for _ in range(21))}, "Write at most 20 lines."),
    ("child.birth_date", {"child_birth_date": "2012-02-30"}, "Write a year (2016), a month (2016-02) or a day"),
    ("child.birth_date", {"child_birth_date": "0012"}, "Write a year from 1900 to 2100."),
    ("care_link.started", {"care_link_started": "soon"}, "Choose a day."),
    ("service.appointment", {"service_appointment": "soon"}, "Choose a day and a time."),
    ("child.age_at_intake", {"child_age_at_intake": "ten"}, "Write a whole number."),
    ("child.age_at_intake", {"child_age_at_intake": "-1"}, "Write a number of at least 0."),
    ("act.age_at_time", {"act_age_at_time": "18"}, "Write a number of at most 17."),
    ("child.sex", {"child_sex": "offender"}, "Choose from the list."),
    ("child.age_estimated", {"child_age_estimated": "maybe"}, "Choose from the list."),
    ("case.forms", {"case_forms": "nothing of the list"}, "Choose from the list."),
    ("child.home_area", {"child_home_area": "an area of somebody else"}, "Choose from the list."),
    ("case.country_of_harm", {"case_country_of_harm": "ZZ"}, "Choose from the list."),
    ("child.nationalities", {"child_nationalities_0": "ZZ"}, "Choose from the list."),
    ("child.languages", {"child_languages": "Spanish, Vesterish"}, "Write each language by its name, such as English"),
    ("child.functioning", {"child_functioning_seeing": "often"}, "Choose from the list."),
    ("child.contacts", {"child_contacts_0_value": "+1 555"}, "Fill this in, or empty the whole line."),
    ("child.contacts", {"child_contacts_1_kind": "phone"}, "Fill this in, or empty the whole line."),
    (
        "child.contacts", {"child_contacts_0_kind": "email", "child_contacts_0_value": "ana"},
        "Write the whole e-mail address, with its @.",
    ),
    (
        "child.contacts", {"child_contacts_0_kind": "phone", "child_contacts_0_value": "ask the neighbour"},
        "Write the telephone number in digits.",
    ),
    ("child.identifiers", {"child_identifiers_0_country": "SE"}, "Fill this in, or empty the whole line."),
    ("assessment.factors", {"assessment_factors_1_note": "since the flood"}, "Fill this in, or empty the whole line."),
    ("best_interests.options", {"best_interests_options_0_pro": "school"}, "Fill this in, or empty the whole line."),
]  # fmt: skip


@pytest.mark.parametrize(("path", "data", "words"), NONSENSE)
def test_nonsense_says_what_to_do_and_is_kept_on_the_page(path: str, data: dict[str, str], words: str) -> None:
    form = asked(model().field(path), QueryDict(urlencode(data)))
    said = [str(error) for errors in form.errors.values() for error in errors]
    assert said
    assert all(error.startswith(words) for error in said)
    kept = {name: form[name].value() for name in data}
    assert {name: "".join(value) for name, value in kept.items()} == data


@pytest.mark.parametrize("path", sorted({path for path, _data, _words in NONSENSE} | {"child.contacts"}))
def test_what_needs_an_answer_says_so(path: str) -> None:
    field = model().field(path)
    form = asked(field, {}, required={path})
    said = [str(error) for errors in form.errors.values() for error in errors]
    assert set(said) == {"This needs an answer."}
    assert asked(field, {}).errors == {}


def test_a_line_more_than_is_held_and_none_that_was_sent_is_lost() -> None:
    field = model().field("child.contacts")
    four = {
        f"child_contacts_{n}_{part}": value for n in range(4) for part, value in (("kind", "phone"), ("value", "12345"))
    }
    assert len(asked(field).groups) == 2
    assert len(asked(field, held=(Contact("phone", "1234"),) * 4).groups) == 5
    form = asked(field, four)
    assert form.is_valid()
    assert len(form.values()["child.contacts"]) == 4


def test_a_field_in_which_nothing_can_be_chosen_is_not_asked() -> None:
    for path in ("child.religion", "child.home_area", "follow_up.goals_review", "act.persons"):
        assert Declared([model().field(path)], {}).values() == {}
    held = {"child.religion": "what was set once"}
    assert Declared([model().field("child.religion")], values=held).inputs
    assert Declared([model().field("child.home_area")], {}, required={"child.home_area"}).errors


PAGE = engines["django"].from_string("{% form_page form %}")


@pytest.mark.parametrize(
    "entity", ["child", "contact_safety", "care_link", "consent", "case", "act", "assessment", "goal"]
)
def test_a_page_shows_each_label_once_in_the_language_of_the_reader(entity: str) -> None:
    shown = [one for one in model().entities[entity].fields.values() if one.label and one.kind in KINDS]
    with translation.override("fr"):
        page = PAGE.render({"form": Declared(shown)})
    assert "Prénom" in page or entity != "child"
    assert "Nicknames" not in page
    assert page.count("<fieldset") == page.count("</fieldset>")
