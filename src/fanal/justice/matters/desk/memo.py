"""The memo of an answer: at most three pages that a lawyer puts into a file, with the words that it rests on.

What does not fit is on the page of the answer, and the memo says how much that is.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import Corpus, versions
from fanal.justice.law.words import isolated, state_name
from fanal.justice.matters import asking
from fanal.justice.matters.asking import Given
from fanal.justice.matters.compare import unraised
from fanal.justice.matters.desk.answer_path import (
    TO_COME,
    Link,
    Step,
    jurisdiction_of,
    provisions_of,
    unless_of,
)
from fanal.justice.matters.desk.answer_view import AnswerView, Card
from fanal.network import api as network
from fanal.web import api as web
from fanal.web.api import papers

_COUNTRIES, _CLOSED, _WAYS, _WORDS, _DEFENCES, _UNKNOWN = 10, 4, 2, 8, 3, 8
"""So many countries, countries that cannot, ways, quotations, defences and unknowns stand in three pages."""


def memo(given: Given, known: Mapping[str, Any], on: date) -> papers.Memo:
    """The memo; `known`: what the page of the answer is drawn from."""
    row, shown, summary = given.row, known["view"], known["summary"]
    lede = _("%(act)s. Law as of %(day)s. Asked on %(asked)s by %(by)s.") % {
        "act": summary[:1].upper() + summary[1:],
        "day": web.day_words(row.as_of),
        "asked": web.day_words(row.asked_on),
        "by": given.by,
    }
    return papers.Memo(
        title=_("Who can prosecute this act"),
        lede=lede,
        parts=[part for part in _parts(given, known) if part.said or part.points or part.rows],
        small=_small(row.corpus_version, shown),
        mark=f"{network.org(row.matter.org_id).name} · {row.pk} · {on.isoformat()}",
        language=web.spoken(),
    )


def _parts(given: Given, known: Mapping[str, Any]) -> Iterator[papers.Part]:
    shown: AnswerView = known["view"]
    if known["law_changed"]:
        yield _since(known["since"])
    cards, rest = shown.cards[:_COUNTRIES], shown.cards[_COUNTRIES:]
    yield papers.Part(
        _("The answer"),
        said=[card.says for card in cards] or [_nobody(shown)],
        points=_others(rest, shown),
    )
    yield papers.Part(
        _("Both ends of time"),
        columns=(_("Country"), _("Answer"), _("Way to follow"), _("The first way closes"), _("The last way closes")),
        rows=[
            (card.name, card.words, _way(card), *card.ends) for card in cards if card.best and card.verdict != "barred"
        ],
    )
    for card in [card for card in cards if card.verdict in {"open", "open_on_condition"}][:_WAYS]:
        heading = _("The way in %(country)s, step by step") % {"country": card.name}
        yield papers.Part(heading, points=[_step(step) for step in card.steps], numbered=True)
    law = asking.law_of(given)
    yield papers.Part(_("The words it rests on"), said=list(islice(_words(given, cards, law), _WORDS)))
    yield papers.Part(_("Defences that were not ruled out"), said=list(islice(_defences(given, cards, law), _DEFENCES)))
    yield papers.Part(_("What is not known"), points=_first([*shown.facts, *shown.law]))
    yield papers.Part(
        _("Find out next"),
        said=[_("We never suggest another interview of the child.")] if shown.questions else (),
        points=[" · ".join(filter(None, (fact, where, decides))) for fact, where, decides, _page in shown.questions],
    )
    yield papers.Part(_("What was known"), columns=(_("Question"), _("Answer")), rows=known["rows"])
    yield papers.Part(_("Assumed"), points=shown.assumptions)


def _since(changed: Sequence[Mapping[str, Any]]) -> papers.Part:
    """That the law is another by now, and what it would say."""
    return papers.Part(
        _("The law in our library has changed since this answer"),
        said=[_("Asked today, it would say otherwise:") if changed else _("For this act it says the same.")],
        points=[
            f"{one['name']}: {_standing(one['before'])} {_('now:')} {_standing(one['after'])}".strip()
            for one in changed
        ],
    )


def _standing(one: Mapping[str, str]) -> str:
    return " ".join(filter(None, (one["words"], one["until"])))


def _nobody(shown: AnswerView) -> str:
    if shown.cannot:
        return _("None of the countries that are named can prosecute this act.")
    return _("No country is linked to this act by what is known.")


def _others(rest: Sequence[Card], shown: AnswerView) -> list[str]:
    """Who cannot, and why; then who stands in no sentence."""
    said = {
        _("Further answers on the page: %(names)s."): rest,
        _("May come in, by what is not known: %(names)s."): shown.elsewhere,
        _("Cannot: %(names)s."): shown.cannot[_CLOSED:],
    }
    closed = [card.says for card in shown.cannot[:_CLOSED]]
    return closed + [
        words % {"names": web.listed([card.name for card in cards])} for words, cards in said.items() if cards
    ]


def _way(card: Card) -> str:
    return f"{card.best.basis}: {card.best.rule.words}; {card.best.offence.words}" if card.best else ""


def _step(step: Step) -> str:
    links = web.listed(dict.fromkeys(_named(link) for link in step.links))
    said = _("Still to come: %(what)s") % {"what": step.title} if step.state == TO_COME else step.title
    return " · ".join([said, *step.why, *([links] if links and links not in said else [])])


def _named(link: Link) -> str:
    return f"{link.words} ({link.unread})" if link.unread else link.words


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _UNKNOWN
    rest = [_("and %(count)s more on the page of the answer") % {"count": web.digits(more)}] if more > 0 else []
    return [*lines[:_UNKNOWN], *rest]


def _words(given: Given, cards: Sequence[Card], law: Corpus | None) -> Iterator[str]:
    """What the ways to follow rest on, the offence first and as of the act: its words, article, days, address, review.
    Of a provision without words of those days only the offence is told, and what no text was read for."""
    done = set()
    for card, route in _followed(given, cards):
        offence, *_later = [ref for ref in route["provisions"] if ref["id"] == route["offence"]] or [None]
        for ref in filter(None, (offence, *(one for one in route["provisions"] if one["id"] != route["offence"]))):
            (link,) = provisions_of([ref], route["state"])
            key = (ref["id"], ref["version"])
            if key not in done and (link.quote or link.unread or ref is offence):
                done.add(key)
                yield _quoted(link, card, ref, law)


def _defences(given: Given, cards: Sequence[Card], law: Corpus | None) -> Iterator[str]:
    """What the law itself says of each defence that stands beside a way to follow: its own words, not the offence's."""
    done = set()
    for card, route in _followed(given, cards):
        for one in route.get("unless", ()):
            ref = one["provision"]
            (link,) = provisions_of([ref], route["state"])
            if link.quote and (ref["id"], link.quote) not in done:
                done.add((ref["id"], link.quote))
                (said,) = unless_of(unraised({"unless": [one]}), route["state"])
                yield f"{said[:1].upper()}{said[1:]}. {_quoted(link, card, ref, law)}"


def _followed(given: Given, cards: Sequence[Card]) -> Iterator[tuple[Card, dict[str, Any]]]:
    """Each country that has a way to follow, with that way."""
    routes = {f"{route['offence']}/{route['rule']}": route for route in given.answer["routes"]}
    yield from ((card, routes[card.best.key]) for card in cards if card.best)


def _quoted(link: Link, card: Card, ref: dict[str, str], law: Corpus | None) -> str:
    """A provision with its words; where those of its days are not kept, the words of the text that it is cited by."""
    held = f"{state_name(jurisdiction_of(card.code, ref['id']))}, {link.words}"
    cited = "" if link.quote else _cited(law, ref)
    other = _("the words are of the text it is cited by; of those days they may differ") if cited else ""
    words = f"“{isolated(link.quote or cited)}” " if link.quote or cited else ""
    return words + " · ".join(filter(None, (held, link.version, other, link.unread, _address(law, ref), link.review)))


def _cited(law: Corpus | None, ref: dict[str, str]) -> str:
    """The words by which the version is cited, whichever text they were read in."""
    part = law.laws.get(jurisdiction_of("", ref["id"])) if law else None
    held = part.offences.get(ref["id"]) if part else None
    cites = [one.cite for one in held.versions if versions.life(one) == ref["version"] and one.cite] if held else []
    return cites[0].quote or "" if cites else ""


def _address(law: Corpus | None, ref: dict[str, str]) -> str:
    """Where the text was read."""
    part = law.laws.get(jurisdiction_of("", ref["id"])) if law else None
    source = part.sources.get(ref["source"]) if part else None
    return isolated(source.url) if source else ""


def _small(version: str, shown: AnswerView) -> str:
    lowest = _("Lowest review of a provision used: %(review)s.") % {"review": shown.review} if shown.review else ""
    said = (
        _("Information for a professional, not legal advice. The law as written, not practice."),
        lowest,
        _("If the law changes, the answer that is kept says so."),
        _("Library %(version)s") % {"version": version[:12]},
    )
    return " ".join(filter(None, said))
