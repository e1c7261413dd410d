"""The law in words of the reader: steps of reasoning, reasons, reviews, versions, names of countries.

What the engine gives as keys and codes becomes a sentence here and nowhere else. A key without words is shown as it
is, so that nothing goes unsaid; a test holds that every key of the engine has words.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import LAW, Edge, Law, Needed, Node, Review, ReviewStatus, TestResult, lived
from fanal.justice.law import sentences
from fanal.justice.law.codes import BASES, GROUPS, STATUSES, VERDICTS, is_known, label, listed, word
from fanal.justice.law.sentences import ASSUMPTIONS, CONDITIONS, NOTES, QUESTIONS, SETS, STEPS, TESTS
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import country_name, is_country
from fanal.web import api as web
from fanal.web.api import day_words, digits

_PLAIN = frozenset({"id", "offence", "rule", "article"})  # no codes


class _Known(dict[str, str]):
    """A parameter that was not given leaves no hole."""

    def __missing__(self, key: str) -> str:
        return ""


def filled(template: str | Promise, params: Mapping[str, object]) -> str:
    """A template with its parameters, without the spaces that those which are not there leave."""
    shown = str(template) % _Known({name: _shown(name, value) for name, value in params.items()})
    return " ".join(shown.split()).replace(" ,", ",")


def _shown(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return digits(value)
    if name in _PLAIN or isinstance(value, _Plain):
        return str(value)
    return _READ.get(name, _codes)(str(value))


def _codes(text: str) -> str:
    """Codes of a parameter: one, or several joined by commas, `+` or `or`, an act with what goes along, a field of a
    group, or a set of the checklist."""
    if text in SETS:
        return str(SETS[text])
    group, _dot, field = text.rpartition(".")
    if group in GROUPS:
        return f"{GROUPS[group]}: {label(field)}"
    if " " in text and all(map(is_known, text.split(" "))):
        return web.apart(map(word, text.split(" ")))
    for mark in (", ", ",", "+", " or "):
        parts = text.split(mark)
        if len(parts) > 1 and not any(" " in part.strip() for part in parts):  # else a sentence of the file
            return web.listed(word(part.strip()) for part in parts)
    return word(text)


def sentence(node: Node) -> str:
    """What one step of the reasoning says."""
    return of_key(node.text_key, {"id": node.id, **node.params})


def of_key(text_key: str, params: Mapping[str, object]) -> str:
    """The sentence of a key with its parameters; the key itself where there are no words."""
    template = STEPS.get(text_key) or TESTS.get(text_key)
    return text_key if template is None else filled(template, params)


def test_words(result: TestResult) -> str:
    """What one test of the checklist asked."""
    return of_key(result.text_key, result.params)


def condition(needed: Needed) -> str:
    """What somebody still has to decide."""
    return filled(CONDITIONS[needed.kind], {"who": needed.who}) if needed.kind in CONDITIONS else word(needed.kind)


def verdict(code: str) -> str:
    """How a state stands."""
    return str(VERDICTS.get(code, code))


def basis(code: str) -> str:
    """Why a state may act."""
    return str(BASES.get(code, code))


def assumption(code: str) -> str:
    """What the answer presumes."""
    return str(ASSUMPTIONS.get(code, code))


def note(code: str) -> str:
    """A note of an answer: a key of ours, or words of the corpus as they stand."""
    key, _colon, facts = code.partition(":")
    words = str(NOTES.get(key, code))
    return f"{words}: {listed(facts.split(','))}" if facts and key in NOTES else words


# ---- what is not in our library ----


def law_reason(reason: str, asked: Sequence[str] = ()) -> str:
    """One reason `law:<jurisdiction>/<what>#<question>` as a sentence. `asked`: what the text asks for besides."""
    state, _slash, rest = reason.removeprefix(LAW).partition("/")
    what, _hash, question = rest.partition("#")
    template, params = _question(what, question)
    if asked:
        template, params = sentences.ALSO_ASKS, {"what": _Plain(what), "asked": _Plain(web.apart(asked))}
    return f"{state_name(state)}: {filled(template, params)}"


def _question(what: str, question: str) -> tuple[str | Promise, dict[str, object]]:
    if what == "not_entered":
        return QUESTIONS["not_entered"], {"article": _Plain(question)}
    if what in QUESTIONS and not question:
        return QUESTIONS[what], {}
    field, _colon, state = question.partition(":")
    if what.startswith("reservations."):
        return QUESTIONS["reservations"], {"what": _Plain(f"{what.partition('.')[2]} {question}")}
    named = _Plain(what if field in QUESTIONS else f"{what} ({field.replace('_', ' ')})")
    if field in QUESTIONS:
        return QUESTIONS[field], {"what": named, "day": _Plain(day_text(state))}
    if state in {"absent", "undetermined"}:
        return QUESTIONS[state], {"what": named}
    return sentences.OTHERWISE, {"what": _Plain(what), "question": _Plain(field.replace("_", " "))}


class _Plain(str):
    """Text of the law that is shown as it is, though it looks like a code."""

    __slots__ = ()


# ---- reviews, versions, days, countries ----


def status_words(review: Review, on: date) -> str:
    """How far a review is on a day: "reviewed" that has ended says so."""
    return str(STATUSES[status_on(review, on)])


def status_on(review: Review, on: date) -> ReviewStatus:
    """The rung on a day; that a review has ended is computed here and in the engine, never written."""
    ended = review.status is ReviewStatus.REVIEWED and (review.valid_until is None or review.valid_until < on)
    return ReviewStatus.EXPIRED if ended else review.status


def review_words(review: Review, on: date) -> str:
    """A review in one sentence, with who and until when."""
    status = status_on(review, on)
    given = {"who": review.by or review.role, "day": day_words(review.on), "until": day_words(review.valid_until)}
    if status is ReviewStatus.REVIEWED:
        return _("Reviewed by %(who)s on %(day)s; holds until %(until)s.") % given
    if status is ReviewStatus.EXPIRED:
        return _("Reviewed by %(who)s on %(day)s; that ended on %(until)s.") % given
    if status is ReviewStatus.CHECKED:
        given = {"who": review.checked_by, "day": day_words(review.checked_on)}
        return _("Compared with the text by %(who)s on %(day)s. No lawyer of the country has reviewed it.") % given
    return _("A draft. Nobody has compared it with the text yet.")


def version_words(version: str) -> str:
    """Between which days a version holds, in words: the engine's `2015-01-27/..`, `..~2012-02-24/2021-06-30`."""
    try:
        first, last = lived(version)
    except ValueError:
        return day_text(version)
    return f"{edge_words(first)} {edge_words(last, end=True)}"


def article(art: str, text_of: str) -> str:
    """An article; where it may have had another number then, in which text it is called so."""
    art = isolated(art)
    return _("%(article)s in the text of %(day)s") % {"article": art, "day": day_text(text_of)} if text_of else art


def isolated(text: str) -> str:
    """Words of a statute as they are written, also within a sentence that runs from the right: there § 5 Nr. 8 would
    be read as 8 .Nr 5 § (Unicode Standard Annex 9, "Explicit Directional Isolates")."""
    return f"\u2068{text}\u2069" if text and get_language_info(web.spoken())["bidi"] else text


def edge_words(edge: Edge | None, *, end: bool = False) -> str:
    """From when a text holds, or until when: at `after` the old text surely held, at `by` the new one."""
    if edge is None:
        return _("until further notice") if end else _("from the beginning")
    after, by = day_words(edge.after), day_words(edge.by)
    exact = edge.after and edge.by and (edge.by - edge.after).days == 1
    if end:
        if edge.after is None:
            return _("until a day before %(day)s") % {"day": by}
        words = _("until a day between %(day)s and %(by)s") if by else _("until %(day)s at least")
        return (_("until %(day)s") if exact else words) % {"day": after, "by": by}
    if edge.by is None:
        return _("from a day after %(day)s") % {"day": after}
    words = _("from a day between %(after)s and %(day)s") if after else _("from %(day)s at the latest")
    return (_("from %(day)s") if exact else words) % {"day": by, "after": after}


def known_as(actor: Actor, name: str, org: UUID) -> str:
    """Somebody of an organisation: a colleague by name, others under the name of their organisation."""
    return name if org == actor.org else network.org(org).name


def days(first: date | None, last: date | None) -> tuple[str, str]:
    """From which day on, and until which; none, or the end of all days, is open."""
    return (
        _("from %(day)s") % {"day": day_words(first)} if first and first > date.min else _("from the beginning"),
        _("until %(day)s") % {"day": day_words(last)} if last and last < date.max else _("until further notice"),
    )


def stretch(first: date | None, last: date | None) -> str:
    """The same in one."""
    return " ".join(days(first, last))


def day_text(text: str) -> str:
    """A day that the engine gives as text; what is no day as it stands."""
    try:
        return day_words(date.fromisoformat(text))
    except ValueError:
        return text


def state_name(code: str) -> str:
    """The name of a state or of a part of one in the reader's language."""
    whole, dash, part = code.partition("-")
    if not is_country(whole):
        return code
    name = country_name(whole, web.spoken())
    return f"{name} ({part})" if dash else name


_READ: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("state", "from", "to"), state_name),
    **dict.fromkeys(("earliest", "latest", "start", "end", "mark"), day_text),
    "version": version_words,
}
"""How parameters are read that are no codes."""


def law_name(law: Law) -> str:
    """The name of a jurisdiction with a file: that of the country, and of which part if it is not the whole."""
    if "-" not in law.jurisdiction:
        return state_name(law.jurisdiction)
    language = web.spoken()
    return law.names.get(language) or law.names.get("en") or law.jurisdiction


def own_name(law: Law) -> tuple[str, str]:
    """The file's own name of a jurisdiction as it stands, with its language; both empty if it has no other one."""
    language = next((one for one in law.names if one != "en"), "")
    return (law.names[language], language) if language else ("", "")
