"""What a state was told and what it replied, as it stands beside what is said of it: on pages, sheets and in files."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fanal.progress.assessing import cells
from fanal.progress.commitments import rules
from fanal.progress.models import CountryAssessment, Notice, StateReply
from fanal.vocabulary.languages import language_name, tag
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assessor says to a point of a reply."""

    point: str
    changed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as it came. `letter`: somebody typed it and another compared it; `cut`: where it says so, something was
    left out; `answers`: point by point; `translations`: by language, by two people of ours."""

    words: str
    office: str
    name: str
    language: str
    on: date
    letter: bool
    cut: bool
    answers: tuple[Answer, ...]
    translations: tuple[tuple[str, str], ...]

    @property
    def lang(self) -> str:
        """How a page marks its words."""
        return tag(self.language)

    @property
    def in_others(self) -> list[tuple[str, str, str]]:
        """Each translation under what it is called."""
        called = _("In %(language)s, translated here")
        return [
            (called % {"language": language_name(code, web.spoken())}, tag(code), words)
            for code, words in self.translations
        ]


@dataclass(frozen=True, slots=True)
class Heard:
    """That a state was told. `until`: so long a reply was waited for; None where nobody could be reached."""

    office: str
    told_on: date
    how: str
    until: date | None
    reply: Said | None

    def silent_since(self, on: date) -> date | None:
        """Since which day a reply is missing."""
        return self.until if self.reply is None and self.until is not None and self.until <= on else None


def heard(one: CountryAssessment | None) -> Heard | None:
    """What became of the notice of an assessment; None where the state had not to be told."""
    notices = sorted(one.notices.all(), key=lambda row: (row.at, row.pk)) if one else []
    return _of(notices[0]) if notices else None


def _of(notice: Notice) -> Heard:
    until = rules.free_on(notice.at.date(), reached=True) if notice.reached else None
    row = cells.reply(notice)
    return Heard(notice.office, notice.told_on, notice.how, until, said(row) if row else None)


def said(row: StateReply) -> Said:
    """A reply with what stands beside it."""
    answers = tuple(Answer(one.point, bool(one.changed), one.words) for one in cells.beside(row, cells.ANSWERED))
    others = {language: one.words for language, one in cells.translations(row).items()}
    letter = row.by_id is not None
    cut = letter and "[cut]" in row.words.casefold()
    return Said(row.words, row.office, row.name, row.language, row.on, letter, cut, answers, tuple(others.items()))
