"""Codes in the words of the page, for all who show what was told: answers of the form, countries, states."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from fanal.concerns.form import questions
from fanal.concerns.form.asked import Question
from fanal.concerns.form.form import FIELDS
from fanal.concerns.form.questions import QuestionSet
from fanal.vocabulary.countries import country_name, is_country
from fanal.vocabulary.languages import language_name
from fanal.web.api import dots, listed, spoken

type Fact = tuple[str, object]


def answer(question: str, code: str) -> str:
    """One answer of the form in words, as the desk says it; its code where the form of another day had it."""
    known = FIELDS.get(question)
    words = known.said.get(code) or known.answers.get(code, "") if known else ""
    return _(words) if words else code


def answers(question: str, given: str | Iterable[str]) -> list[str]:
    """Answers in words; a question that was not answered gives none."""
    codes = [given] if isinstance(given, str) else list(given)
    return [answer(question, code) for code in codes if code]


def in_words(question: str, given: str | Iterable[str]) -> str:
    """What was answered to a question, in one sentence part; empty where nothing was."""
    return listed(answers(question, given))


def then(question: str, said: str) -> str:
    """An answer as it is said later, where it was true on the day on which it was told."""
    pattern = FIELDS[question].then if question in FIELDS else ""
    return _(pattern).format(answer=said) if pattern else said


def label(field: Question) -> str:
    """What staff call a field: its short label, else the question."""
    return _(field.short or field.label)


def country(code: str) -> str:
    """Where it happened, in words."""
    return country_name(code, spoken()) if is_country(code) else answer("country", code)


def language(code: str) -> str:
    """A language in the words of the page."""
    return language_name(code, spoken())


def own_answer(question: str, codes: Iterable[str], text: str, used: QuestionSet | None = None) -> tuple[str, str]:
    """What a country added to the form asked, and what was answered, both in words."""
    asked = questions.own_question(question, used)
    if asked is None:  # its file is gone: the answer is there all the same
        return _("A question of the form ({name})").format(name=question), dots(*codes, text)
    return asked.label, dots(*(asked.answers.get(code, code) for code in codes), text)


def rows(pairs: Mapping[str, str]) -> list[tuple[str, str]]:
    """Codes with translated words, as choices of a form."""
    return [(code, _(words)) for code, words in pairs.items()]
