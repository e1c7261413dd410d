"""What was told, in the words of the page: short facts in a fixed order, texts apart and folded."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from fanal.concerns.content import PersonCountry, ReporterContent
from fanal.concerns.desk.words import Fact, answer, answers, country, label, language, own_answer, then
from fanal.concerns.form import questions
from fanal.concerns.form.asked import Question, Row
from fanal.concerns.form.form import FIELDS, in_row
from fanal.concerns.triage import order
from fanal.concerns.triage import texts as triage_texts
from fanal.concerns.triage.triage import File
from fanal.web.api import DOT, digits, dots, listed

PAUSE_REASONS = {
    "nobody_else": lazy("Nobody else is here"),
    "asked_to_help": lazy("A colleague asked me"),
    "same_child": lazy("It may be the same child as before"),
}
RELATIONS = {
    "lives_in": lazy("lives in"),
    "comes_from": lazy("comes from"),
    "travels_to": lazy("travels to"),
}
UNKNOWN = "unknown"
WORKER = "worker"  # the basis of a country that a person of ours found out
OTHER = {
    "not_agreed": lazy("Did not agree"),
    "hold": lazy("Legal hold"),
    "erase_early": lazy("Asked to erase it early"),
}
"""What stands among the decisions beside those of triage."""
PARTS = {
    "personal": lazy("coded facts"),
    "content": lazy("what was told"),
    "identity": lazy("what helps to find the child"),
    "offender": lazy("the adult"),
    "reporter": lazy("who told us"),
    "thread": lazy("messages"),
    "notes": lazy("notes of decisions"),
    "standing": lazy("what was decided"),
}
"""Parts of a concern, where one of them cannot be read."""


def channel(code: str, spoken: str) -> str:
    """How it came, and in which language: "Web, Khmer"."""
    return f"{_(triage_texts.CHANNEL[code])}, {language(spoken)}"


def why(codes: Iterable[str]) -> str:
    """Why it stands where it stands."""
    return listed(_(order.REASONS[code]) for code in codes)


def triage(code: str, finding: str = "") -> str:
    """A decision in words, with what was found."""
    if code in OTHER:
        return str(OTHER[code])
    words = _(triage_texts.TRIAGE[code])
    return f"{words}: {_(triage_texts.FINDING[finding])}" if finding else words


def unreadable(file: File) -> list[Fact]:
    """What cannot be read, and why."""
    return [(str(PARTS[one.part]), one.words) for one in file.unreadable]


# ---- the facts of one concern ----

_REPORTER = (Row.REACH, Row.EXPOSED, Row.NAMED_TO)


def facts(file: File) -> list[Fact]:
    """What was told as short facts, always in the same order (`asked.Row`), with what was not told in one line."""
    found: list[Fact] = [(_(row.value), _ROWS.get(row, _plain)(file, row)) for row in _FACTS]
    if file.concern.imagery_signalled:
        found.append((_("Images"), _("came upon images; was shown the hotline")))
    silent = [str(name) for name, said in found if not said]
    if file.unreadable:  # what is empty here may have been told
        silent = []
    return [one for one in found if one[1]] + ([(_("Not told"), listed(silent))] if silent else [])


def _told(part: object, field: Question, *, among: bool = False) -> list[str]:
    """An answer of a part of the concern in words; nothing where it was not told, or the part cannot be read. "I do not
    know" says of what where it stands `among` other answers."""
    given = getattr(part, field.id, "")
    if field.kind == "countries":
        return [country(code) for code in given]
    if given in {UNKNOWN, (UNKNOWN,)} and among:
        return [f"{label(field)} {answer(field.id, UNKNOWN)}"]
    return answers(field.id, given) if field.answers else [given] if given else []


def _in_row(file: File, row: Row, *, but: Container[str] = ()) -> list[str]:
    """All that was told in a row. Clear columns are not among it: what they say is said in its own way."""
    fields = [field for field in in_row(row) if field.compartment != "clear" and field.id not in but]
    among = len(fields) > 1
    return [said for field in fields for said in _told(getattr(file, field.compartment), field, among=among)]


def _plain(file: File, row: Row) -> object:
    return dots(*_in_row(file, row))


def _danger(file: File, row: Row = Row.DANGER) -> object:
    words = answer("danger", file.concern.danger)
    if file.content.safe_now:
        words = dots(words, then("safe_now", answer("safe_now", file.content.safe_now)))
    words = dots(words, *_in_row(file, row, but={"safe_now"}))
    return format_html("<strong>{}</strong>", words) if file.concern.danger == "yes" else words


def _child(file: File, row: Row) -> object:
    coded = dots(*_in_row(file, row, but={"child_now"}))
    now = dots(*_told(file.content, FIELDS["child_now"], among=bool(coded)))
    if file.concern.child_door:
        coded = dots(_("a child wrote this"), coded)
    if file.content.child_now == "with_adult":
        return format_html("{} <strong>{}</strong>", f"{coded} ·" if coded else "", now)
    return dots(coded, now)


def _where(file: File, row: Row) -> object:
    return dots(*_in_row(file, row), country(file.concern.country_of_harm))


def adult(file: File, row: Row = Row.ADULT) -> object:
    """What is known of the adult, in codes; the countries with what they rest on."""
    offender = file.offender
    coded = dots(*_in_row(file, row, but={"confirmed", "countries", "basis"}))
    confirmed = [_link(one) for one in offender.confirmed]
    known = {one.country for one in offender.confirmed}
    basis = dots(*answers("basis", offender.basis))
    named = [code for code in offender.countries if code not in known]
    alone = then("basis", basis) if basis else ""
    parts = [part for part in (coded, *confirmed, named_countries(named, basis) if named else alone) if part]
    return format_html_join(DOT, "{}", ((part,) for part in parts)) if parts else ""


def named_countries(codes: Iterable[str], basis: str) -> SafeString:
    """Countries that the reporter named and nobody has confirmed, with what all of them rest on, once."""
    note = _("told, not confirmed")
    return format_html('{} <span class="quiet">({})</span>', listed(map(country, codes)), dots(basis, note))


def _link(one: PersonCountry) -> SafeString:
    basis = _("found out by us") if one.basis == WORKER else answer("basis", one.basis)
    words = f"{RELATIONS[one.relation]} {country(one.country)}"
    return format_html('{} <span class="quiet">({})</span>', words, basis) if one.basis else format_html("{}", words)


_FACTS = tuple(row for row in Row if row not in {Row.CONTACT, *_REPORTER, Row.QUOTE, Row.NOWHERE})
_ROWS: Mapping[Row, Callable[[File, Row], object]] = {
    Row.DANGER: _danger,
    Row.CHILD: _child,
    Row.WHERE: _where,
    Row.ADULT: adult,
}
"""Rows that say more than their answers one after the other."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One text as somebody wrote it. `whose`: a heading that says who, where that matters."""

    whose: str
    text: str


def quotes(file: File) -> list[Quote]:
    """Every text of the concern, each under its question. They are shown folded (DNH-50)."""
    found = [
        (label(field), said) for field in in_row(Row.QUOTE) for said in _told(getattr(file, field.compartment), field)
    ]
    used = questions.named(file.concern.question_set)
    found += [own_answer(one.question, one.codes, one.text, used) for one in file.content.own]
    return [Quote(whose, text) for whose, text in found if text]


_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def length(found: Iterable[Quote]) -> str:
    """How much there is to read: words, or signs where the script has no spaces between words."""
    texts_ = [one.text for one in found]
    if any(_UNSPACED.search(text) for text in texts_):
        n = sum(len("".join(text.split())) for text in texts_)
        return ngettext("{n} sign", "{n} signs", n).format(n=digits(n))
    n = sum(len(text.split()) for text in texts_)
    return ngettext("{n} word", "{n} words", n).format(n=digits(n))


def reporter(file: File, member: str) -> list[Fact]:
    """How the person who told us may be reached, and by whom: the three levels of contact stand first."""
    broken = [one for one in file.unreadable if one.part == "reporter"]
    if broken:
        return [(_("How to reach them"), broken[0].words)]
    return [one for one in contact(file.reporter, member) if one[1]] if file.reporter else []


def contact(told: ReporterContent, member: str) -> list[Fact]:
    """As `reporter`, for the part itself."""
    found: list[Fact] = []
    for row in _REPORTER:
        said = [words for field in in_row(row) for words in _told(told, field)]
        found.append((_(row.value), dots(*said)))
    level = answer("pass_on", told.pass_on or FIELDS["pass_on"].default).format(member=member)
    return [(_(Row.CONTACT.value), level), *found]


def before(file: File) -> list[Fact]:
    """The questions to think of before deciding, with what is known so far. None of them is a score."""
    place = bool(file.content.place) or file.personal.place_type not in {"", "unknown"}
    clues = [
        words
        for there, words in (
            (place, _("a place is named")),
            (bool(file.identity.child_words), _("the child is described")),
        )
        if there
    ]
    told = file.reporter
    broken = _("not known: a part cannot be read") if file.unreadable else ""
    exposure = dots(*answers("exposure", told.exposure)) if told else broken or _("with the custodian")
    return [
        (_("Is a child in danger now?"), _danger(file)),
        (_("Can the child or the place be found?"), dots(*clues) or broken or _("nothing was told that helps")),
        (_("Could the reporter be exposed?"), exposure or broken or _("not told")),
    ]


def unconfirmed(file: File) -> list[str]:
    """Countries that were named and that nobody has confirmed: they make no proposal before."""
    known = {one.country for one in file.offender.confirmed}
    return [country(code) for code in file.offender.countries if code not in known]
