"""The port through which routing asks which states can act, and the answer that the law library gives to it.

Law gives reasons and never decides: whatever it says, or if it cannot be asked, the proposals are the same. What a
concern holds is little: a place, and the countries that a person confirmed. What happened, when, and how old the child
was, are not confirmed, so no state is ever said to be open from it; but its rules that reach such an act can be named.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fanal.concerns.contracts import ConcernFacts, LegalAnswer, Provision, Verdict
from fanal.engines.jurisdiction.contracts import (
    CONDUCTS,
    Act,
    Age,
    Basis,
    Child,
    Corpus,
    Facts,
    Law,
    Link,
    Links,
    Place,
    Question,
    ReviewStatus,
    RuleText,
    Suspect,
    criminality,
    frame,
    links,
)
from fanal.engines.jurisdiction.contracts import Provision as Rule
from fanal.vocabulary.dates import Interval
from fanal.vocabulary.words import gettext_noop

logger = logging.getLogger(__name__)

LAW_NOT_IN_LIBRARY = gettext_noop("The law of this country is not in the library.")
LAW_REACHES = gettext_noop(
    "It has rules that reach such an act. Whether they do here depends on what is not confirmed."
)
LAW_UNSURE = gettext_noop("What is confirmed so far does not tie the act to this country.")
MOST = 3
"""Provisions that a proposal names."""
_ORDER = (Basis.TERRITORY, Basis.ACTIVE_NATIONALITY, Basis.HABITUAL_RESIDENCE, Basis.PASSIVE_PERSONALITY)
_UNDER_AGE = Age(0, 17)  # a concern is about a child; how old is not confirmed


class LegalView(Protocol):
    """Asks the law of `state` about the facts. It gives reasons; it never decides and never sends."""

    def verdict(self, state: str, facts: ConcernFacts) -> Verdict: ...


class NoLibrary:
    """Holds no law, and says so: unknown is never "no"."""

    def verdict(self, state: str, facts: ConcernFacts) -> Verdict:
        return Verdict(state, LegalAnswer.CANNOT_SAY, LAW_NOT_IN_LIBRARY)


@dataclass(frozen=True, slots=True)
class Library:
    """The law library answers. `corpus` is the law in force on a day; `address` where everybody reads a provision."""

    corpus: Callable[[date], Corpus]
    address: Callable[[str, str], str] = lambda _code, _provision: ""

    def verdict(self, state: str, facts: ConcernFacts) -> Verdict:
        """Never raises: a law that cannot be read must not keep a concern from whoever can act."""
        try:
            corpus = self.corpus(facts.day)
            own = corpus.laws.get(state)
            laws = (own,) if own else tuple(corpus.parts(state))
            return self._asked(state, facts, corpus, laws) if laws else NoLibrary().verdict(state, facts)
        except Exception as error:
            logger.error("The law could not be asked.", exc_info=error)  # class and place only, as in all logs
            return NoLibrary().verdict(state, facts)

    def _asked(self, state: str, facts: ConcernFacts, corpus: Corpus, laws: Iterable[Law]) -> Verdict:
        today = frame.question_of(corpus, facts_of(facts, Interval(facts.day, facts.day)), facts.day)
        ever = frame.question_of(corpus, facts_of(facts, None), facts.day)
        reach = [(law, rule) for law in laws for rule in _reaching(law, today)]
        if not reach and all(_closed(law, ever) for law in laws):
            return Verdict(state, LegalAnswer.NONE)
        named = tuple(self._named(law, rule, facts.day) for law, rule in reach[:MOST])
        return Verdict(state, LegalAnswer.CANNOT_SAY, LAW_REACHES if reach else LAW_UNSURE, named)

    def _named(self, law: Law, rule: Rule[RuleText], day: date) -> Provision:
        version = rule.versions[-1]
        cite, review = version.cite, version.review
        held = review.status is ReviewStatus.REVIEWED and review.valid_until is not None and review.valid_until >= day
        return Provision(
            citation=cite.art if cite and cite.art else rule.id,
            words=cite.quote if cite else "",
            reviewed=review.on if held else None,
            url=self.address(law.jurisdiction, rule.id),
            articles=_language(law, version.source or (cite.source if cite else "")) != "en",
        )


def _language(law: Law, source: str | None) -> str | None:
    """In which language a source was read: acts in English count sections, codes of other countries articles."""
    return law.sources[source].lang if source and source in law.sources else "en"


def _reaching(law: Law, question: Question) -> Iterator[Rule[RuleText]]:
    """The rules whose link to the act holds by what is confirmed, were it done today; territory first."""
    forum = links.Forum(law, linked=True, whole=True)
    found = [rule for rule in law.rules.values() if links.link(forum, rule, question).is_true]
    place = {basis: at for at, basis in enumerate(_ORDER)}
    yield from sorted(found, key=lambda rule: (place.get(links.basis_of(rule), len(place)), rule.id))


def _closed(law: Law, question: Question) -> bool:
    """No rule reaches the act, whatever is not known, and the file was declared complete: only then it is "no"."""
    forum = links.Forum(law, linked=True, whole=True)
    silent = criminality.silence(law, frozenset(CONDUCTS), question)
    return silent.is_false and all(links.link(forum, rule, question).is_false for rule in law.rules.values())


def facts_of(facts: ConcernFacts, when: Interval | None) -> Facts:
    """What the engine may know of a concern: confirmed and coded. Everything else stays not known.

    Where somebody comes from, or travels to, is no nationality and no residence, and a nationality yields nothing.
    """
    lives = tuple(Link(adult.country) for adult in facts.adult_countries if adult.relation == "lives_in")
    home = (Link(facts.child_home),) if facts.child_home else ()
    return Facts(
        "",
        Act(
            tuple(CONDUCTS),
            start=when,
            places=(Place(facts.country),) if facts.country else None,
            places_complete=not facts.online,
        ),
        Child(age=_UNDER_AGE, residence=Links(home, complete=False) if home else None),
        Suspect(residence=Links(lives, complete=False) if lives else None),
    )


# ---- which view answers here ----


@dataclass(slots=True)
class _Port:
    view: LegalView


_port = _Port(NoLibrary())


def register(view: LegalView) -> None:
    """Say what answers in this installation; the site does so when it starts."""
    _port.view = view


def current() -> LegalView:
    """What answers in this installation; nobody, where no library was registered."""
    return _port.view
