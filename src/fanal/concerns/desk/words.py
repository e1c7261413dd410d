"""What was told, in the words of the page: short facts in a fixed order, texts apart and folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.concerns import order, staff_texts, texts
from fanal.concerns.content import PersonCountry, ReporterContent
from fanal.concerns.questions import QuestionSet
from fanal.concerns.triage import File
from fanal.vocabulary.countries import country_name, is_country
from fanal.web.api import locale

type Fact = tuple[str, object]

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
WORKER = "worker"  # the basis of a country that a person of ours found out
OTHER = {
    "not_agreed": lazy("Did not agree"),
    "hold": lazy("Legal hold"),
    "erase_early": lazy("Asked to erase it early"),
}
"""What stands among the decisions beside those of triage."""
DANGER = {"yes": lazy("yes"), "not_sure": lazy("not sure"), "no": lazy("no")}
_NOWHERE = {
    "ship_or_aircraft": lazy("ship or aircraft"),
    "online": lazy("only online"),
    "unknown": lazy("not known"),
}


def answer(question: str, code: str) -> str:
    """One answer of the form in words; its code where the question set of another day had it."""
    known = texts.QUESTIONS.get(question)
    words = known.answers.get(code, "") if known else ""
    return _(words) if words else code


def answers(question: str, given: str | Iterable[str]) -> list[str]:
    """Answers in words; a question that was not answered gives none."""
    codes = [given] if isinstance(given, str) else list(given)
    return [answer(question, code) for code in codes if code]


def country(code: str) -> str:
    """Where it happened, in words."""
    if code in _NOWHERE:
        return str(_NOWHERE[code])
    return country_name(code, get_language() or "en") if is_country(code) else code


def language(code: str) -> str:
    """A language in the words of the page."""
    try:
        return str(Locale.parse(locale()).languages.get(code, code))
    except UnknownLocaleError:
        return code


def channel(code: str, spoken: str) -> str:
    """How it came, and in which language: "Web, Khmer"."""
    return f"{_(staff_texts.CHANNEL[code])}, {language(spoken)}"


def why(codes: Iterable[str]) -> str:
    """Why it stands where it stands."""
    return ", ".join(_(order.REASONS[code]) for code in codes)


def triage(code: str, finding: str = "") -> str:
    """A decision in words, with what was found."""
    if code in OTHER:
        return str(OTHER[code])
    words = _(staff_texts.TRIAGE[code])
    return f"{words}: {_(staff_texts.FINDING[finding])}" if finding else words


def kept(code: str) -> str:
    """A retention class in words."""
    return _(staff_texts.KEPT[code]) if code in staff_texts.KEPT else ""


def dots(*parts: str) -> str:
    """What is known, with dots between; nothing where nothing is."""
    return " · ".join(part for part in parts if part)


# ---- the facts of one concern ----


def facts(file: File) -> list[Fact]:
    """What was told as short facts, always in the same order: danger, child, place and time, what, adult, how known."""
    concern, content = file.concern, file.content
    found: list[Fact] = [(_("Danger now"), _danger(file))]
    found += [(_("Child"), _child(file)), (_("Where"), _where(file))]
    found += [(_("When"), dots(*answers("when", content.when), content.when_words, _ongoing(file)))]
    found += [(_("What"), dots(*answers("what", content.what)))]
    found += [
        (_("Adult"), adult(file)),
        (_("Leaves"), dots(*answers("leaving", file.offender.leaving), file.offender.travel)),
    ]
    found += [(_("How known"), dots(*answers("how_known", content.how_known), *answers("you", content.you)))]
    found += [(_("Told already"), dots(*answers("told", content.told)))]
    if concern.imagery_signalled:
        found.append((_("Images"), _("came upon images; was shown the hotline")))
    return found


def _danger(file: File) -> object:
    words = str(DANGER.get(file.concern.danger, file.concern.danger))
    if file.content.safe_now:
        words = dots(words, _("said: safe now – {answer}").format(answer=answer("safe_now", file.content.safe_now)))
    return format_html("<strong>{}</strong>", words) if file.concern.danger == "yes" else words


def _child(file: File) -> object:
    coded = dots(
        *answers("children", file.content.children),
        *answers("child_is", file.personal.child_is),
        *answers("age", file.personal.age),
    )
    now = dots(*answers("child_now", file.content.child_now))
    if file.concern.child_door:
        coded = dots(_("a child wrote this"), coded)
    if file.content.child_now == "with_adult":
        return format_html("{} <strong>{}</strong>", f"{coded} ·" if coded else "", now)
    return dots(coded, now)


def _where(file: File) -> str:
    place = dots(*answers("place_type", file.personal.place_type), file.content.place)
    return dots(place, country(file.concern.country_of_harm))


def _ongoing(file: File) -> str:
    return {"yes": _("still going on"), "no": _("not going on")}.get(file.personal.ongoing, "")


def adult(file: File) -> object:
    """What is known of the adult, in codes; the countries with what they rest on."""
    offender = file.offender
    coded = dots(
        *answers("adults", offender.adults),
        *answers("adult_link", offender.adult_link),
        *answers("mobility", offender.mobility),
    )
    confirmed = [_link(one) for one in offender.confirmed]
    known = {one.country for one in offender.confirmed}
    basis = dots(*answers("basis", offender.basis))
    named = [named_country(code, basis) for code in offender.countries if code not in known]
    parts = [part for part in (coded, *confirmed, *named) if part]
    return format_html_join(" · ", "{}", ((part,) for part in parts)) if parts else ""


def named_country(code: str, basis: str) -> SafeString:
    """A country that the reporter named and nobody has confirmed."""
    note = _("told, not confirmed")
    return format_html('{} <span class="quiet">({})</span>', country(code), dots(basis, note))


def _link(one: PersonCountry) -> SafeString:
    basis = _("found out by us") if one.basis == WORKER else answer("basis", one.basis)
    words = f"{RELATIONS[one.relation]} {country(one.country)}"
    return format_html('{} <span class="quiet">({})</span>', words, basis) if one.basis else format_html("{}", words)


@dataclass(frozen=True, slots=True)
class Quote:
    """One text as somebody wrote it. `whose`: a heading that says who, where that matters."""

    whose: str
    text: str


def quotes(file: File, questions: QuestionSet | None = None) -> list[Quote]:
    """Every text of the concern, each under its question. They are shown folded (DNH-50)."""
    content = file.content
    found = [
        (_("In their own words"), content.words),
        (_("Written down by our worker"), content.worker_words),
        (_("What is happening"), content.happening),
        (_("Anything else"), content.more),
        (_("What helps to find the child"), file.identity.child_words),
        (_("What helps to recognise the adult"), file.offender.adult_words),
    ]
    own = questions.own_texts if questions else {}
    for one in content.own:
        asked = own.get(one.question)
        label = asked.question if asked else one.question
        codes = [asked.answers.get(code, code) if asked else code for code in one.codes]
        found.append((label, dots(*codes, one.text)))
    return [Quote(whose, text) for whose, text in found if text]


def reporter(file: File, member: str) -> list[Fact]:
    """How the person who told us may be reached, and by whom: the three levels of contact stand first."""
    return contact(file.reporter, member) if file.reporter else []


def contact(told: ReporterContent, member: str) -> list[Fact]:
    """As `reporter`, for the part itself."""
    levels = {
        "yes": _("yes"),
        "through_member": _("only through {member}").format(member=member),
    }
    reach = dots(*answers("reply", told.reply), told.reply_contact, told.reply_times)
    safe = dots(*answers("answer_how", told.answer_how), told.answer_words)
    danger = dots(*answers("exposure", told.exposure), told.exposure_words)
    found: list[Fact] = [
        (_("May others contact them"), levels.get(told.pass_on, _("no"))),
        (_("How to reach them"), dots(told.name, reach, safe)),
        (_("Could anyone be in danger if it came out"), danger),
    ]
    if told.may_be_named_to:
        found.append((_("May be named to"), dots(*told.may_be_named_to)))
    return found


def before(file: File) -> list[Fact]:
    """The questions to think of before deciding, with what is known so far. None of them is a score."""
    place = bool(file.content.place) or file.personal.place_type not in {"", "unknown"}
    found = [
        words
        for there, words in (
            (place, _("a place is named")),
            (bool(file.identity.child_words), _("the child is described")),
        )
        if there
    ]
    told = file.reporter
    exposure = dots(*answers("exposure", told.exposure)) if told else _("with the custodian")
    return [
        (_("Is a child in danger now?"), _danger(file)),
        (_("Can the child or the place be found?"), dots(*found) or _("nothing was told that helps")),
        (_("Could the reporter be exposed?"), exposure or _("not told")),
    ]


def rows(pairs: Mapping[str, str]) -> list[tuple[str, str]]:
    """Codes with translated words, as choices of a form."""
    return [(code, _(words)) for code, words in pairs.items()]
