"""Takes what a page was sent with and keeps what may be kept: pure, strict, and never louder than a message id.

Nothing of a value stands in an error. What is refused stays in the form that the reader sees, not in the answers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fanal.concerns.form.asked import Condition, Page, Question
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.filters import ReceiptInText, filter_text, tidy

type Answer = str | tuple[str, ...]
type Answers = Mapping[str, Answer]
type Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class FieldError:
    """`code` is a key of `texts.ERRORS`; `values` fill the braces of that message (numbers only)."""

    question: str
    code: str
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Answers of one page, by question, without the empty ones; and how many addresses were taken out of them."""

    answers: Answers
    errors: tuple[FieldError, ...] = ()
    addresses_removed: int = 0


class _Wrong(Exception):
    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def clean(
    page: Page,
    data: Posted,
    *,
    earlier: Answers | None = None,
    is_receipt: Callable[[str], bool] | None = None,
    offered: Callable[[str], bool] = is_country,
) -> Cleaned:
    """The answers to the questions of `page` in what was posted; keys of others are not looked at.

    `earlier`: answers of the pages before. `is_receipt`: see `filters.filter_text`. `offered`: whether a country may
    be chosen here. Raises `MediaRefused`, since then nothing at all may be kept.
    """
    answers: dict[str, Answer] = {}
    errors: list[FieldError] = []
    removed = 0
    for question in page.questions:
        values = [value for value in data.get(question.id, ()) if value.strip()]
        try:
            if question.kind == "text":
                text, taken_out = _text(question, values, is_receipt)
                removed += taken_out
                answer: Answer = text
            else:
                answer = _choice(question, values, offered)
            if not answer and question.required:
                raise _Wrong("required")
        except _Wrong as wrong:
            errors.append(FieldError(question.id, wrong.code, wrong.values))
            continue
        if answer:
            answers[question.id] = answer
    errors += _across(page, answers, {**(earlier or {}), **answers}, {error.question for error in errors})
    return Cleaned(answers, tuple(errors), removed)


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether the answer to the condition's question is one of its codes."""
    name, codes = condition
    return answers.get(name) in codes


def _text(question: Question, values: Sequence[str], is_receipt: Callable[[str], bool] | None) -> tuple[str, int]:
    if len(values) > 1:
        raise _Wrong("one_answer")
    if not values:
        return "", 0
    used = len(tidy(values[0], lines=question.lines))
    if used > question.limit:
        raise _Wrong("too_long", limit=question.limit, over=used - question.limit)
    try:
        filtered = filter_text(values[0], lines=question.lines, is_receipt=is_receipt)
    except ReceiptInText:
        raise _Wrong("receipt") from None
    return filtered.text, filtered.removed


def _choice(question: Question, values: Sequence[str], offered: Callable[[str], bool]) -> Answer:
    if question.kind == "many":
        return _known(question, values)
    if question.kind == "countries":
        chosen = tuple(dict.fromkeys(values))
        if not all(map(offered, chosen)):
            raise _Wrong("unknown_country")
        if len(chosen) > question.limit:
            raise _Wrong("too_many_countries", limit=question.limit)
        return chosen
    if len(set(values)) > 1:
        raise _Wrong("one_answer")
    if not values:
        return question.default
    if question.kind == "country" and values[0] not in question.codes:
        if not offered(values[0]):
            raise _Wrong("unknown_country")
        return values[0]
    return _known(question, values)[0]


def _known(question: Question, values: Sequence[str]) -> tuple[str, ...]:
    """The codes in the order of the question."""
    if not set(values) <= set(question.codes):
        raise _Wrong("not_a_choice")
    return tuple(code for code in question.codes if code in values)


def _across(page: Page, answers: Answers, known: Answers, wrong: set[str]) -> Iterator[FieldError]:
    """Rules between questions. A question that is already wrong is not named again."""
    for question in page.questions:
        if question.only_if and question.id in answers and not holds(question.only_if, known):
            yield FieldError(question.id, "only_if")
    rule = page.one_of
    if rule is None or (rule.unless and holds(rule.unless, known)) or wrong & set(rule.questions):
        return
    if not any(name in answers for name in rule.questions):
        yield FieldError(rule.questions[0], "one_of")
