"""The form of an assessment to take along: one country, every commitment with what each point means, and room to write.
What is written there is typed in by the page of a place, or by the table beside it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fanal.justice.api import Verdict
from fanal.progress import words
from fanal.progress.assessing import assessing
from fanal.progress.assessing.standing import Board
from fanal.progress.commitments import rubrics
from fanal.progress.commitments.rubrics import Commitment
from fanal.vocabulary.countries import country_name
from fanal.vocabulary.evidence import State
from fanal.web import api as web

_SPOKEN = "en"
"""Our paraphrases and what each point means."""
SOURCES, REASON = 4, 6
"""Lines to write on."""


@dataclass(frozen=True, slots=True)
class About:
    """Of which country a form is. `readable`: commitments whose wording whoever takes it along may read; `law`: how the
    items of the checklist stand there; `mark`: whose copy it is."""

    country: str
    board: Board
    readable: Container[str]
    law: Mapping[str, Verdict]
    mark: str

    @property
    def name(self) -> str:
        return country_name(self.country, web.spoken())

    @property
    def items(self) -> list[Commitment]:
        return [one for one in rubrics.shipped().values() if one.id in self.readable]

    def stands(self, one: Commitment) -> str:
        """What everybody reads of it, in words."""
        found = self.board.of(self.country, one.id)
        if found is None:
            return words.state(State.NOT_ASSESSED)
        return web.dots(words.state(found.state), web.day_words(found.as_of))

    def verdict(self, one: Commitment) -> str:
        """What the law does of it, in words; nothing where no item of the law stands for it."""
        verdict, _items = assessing.of_law(one, self.law)
        return words.state(verdict) if verdict else ""


def paper(about: About, on: date) -> web.papers.Memo:
    """The form as pages, in the language of the reader; wordings and points are English."""
    return web.papers.Memo(
        _("%(country)s: where it stands with 35 promises") % {"country": about.name},
        _("A form to fill in by hand. Leave empty what you did not look into."),
        [_how(), *_parts(about)],
        _("What is written here is nobody's state yet: it is typed in, and a second person reads it."),
        web.dots(about.mark, web.day_words(on)),
        web.spoken(),
    )


def _how() -> web.papers.Part:
    steps = (
        _("Tick one of the sentences, or that no source answers, or leave the promise empty."),
        _("Name a source for each: title, page, address; of a law its article, and what the act is called."),
        _("Write why, so that everybody can read it. Name nobody, and tell of no child."),
        _("Say for which day it is so, and how sure you are."),
    )
    return web.papers.Part(_("How to fill it in"), points=steps, numbered=True)


def _parts(about: About) -> Iterator[web.papers.Part]:
    chapter = ""
    for one in about.items:
        if one.chapter != chapter:
            chapter = one.chapter
            yield web.papers.Part(str(words.CHAPTERS[chapter]))
        yield _item(about, one)


def _item(about: About, one: Commitment) -> web.papers.Part:
    said = [_("Everybody reads: %(state)s") % {"state": about.stands(one)}]
    found = about.board.of(about.country, one.id)
    blanks = _blanks(stands=found is not None)
    if verdict := about.verdict(one):
        said.append(_("What the law does of it: %(state)s") % {"state": verdict})
        blanks.append((_("If you find another state than the law engine: why?"), 1))
    said.append(_("Look first for: %(sources)s") % {"sources": web.dots(*one.expects)})
    points = [f"{number}/4: {anchor}" for number, anchor in reversed(list(enumerate(one.anchors)))]
    return web.papers.Part(
        f"{one.id} {one.text}", said=said, points=points, ticked=True, spoken=_SPOKEN, level=3, blanks=blanks
    )  # fmt: skip


def _blanks(*, stands: bool) -> list[tuple[str, int]]:
    box = web.papers.BOX
    sure = "   ".join(f"{box} {words}" for words in words.CONFIDENCE.values())
    none = [_("No data: I looked, and no source answers")]
    if stands:
        none.append(_("Not assessed: what stood here does not hold any more"))
    return [
        *((f"{box} {line}", 0) for line in none),
        (_("For which day?"), 1), (_("Why?"), REASON), (_("Sources: title, page, address"), SOURCES),
        (_("Where did you look in vain?"), 2), (f"{_('How sure are you?')}   {sure}", 0),
        (_("Your ties to this state"), 1),
    ]  # fmt: skip
