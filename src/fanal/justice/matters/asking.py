"""The question of one act: facts in, the answer of the engine out, both kept sealed in the matter.

An answer keeps the law that gave it (`library.keep`), so that it can be made again byte by byte. The evaluator answers
inside a matter only, and no more often than a person asks: nobody varies one fact in bulk
(docs/justice.md, "The question of one act").
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere, NotNow, Opened, Unreadable, ask, open_record, stated, visible
from fanal.engines.jurisdiction.api import evaluate, flips
from fanal.engines.jurisdiction.contracts import Corpus, Facts, explain, frame, kept, parse_facts
from fanal.journal import api as journal
from fanal.justice.content import QuestionContent
from fanal.justice.law import library
from fanal.justice.matters import matters, policy
from fanal.justice.matters.compare import Changed, compare
from fanal.justice.matters.matters import Filed
from fanal.justice.models import LawVersion, Matter, Question
from fanal.network.api import names
from fanal.network.contracts import Actor

HOUR, MOST_AN_HOUR = timedelta(hours=1), 30
ASKING = (policy.ASK, policy.WHY_NOT)
"""Deeds with which the evaluator is put to work."""


class NoAnswer(NotHere):
    """There is no such question for this person: its matter was erased, or it never was theirs to open. Which of the
    two, nobody is told."""


class AskedTooOften(NotNow):
    """More than a person asks in an hour."""


LATER = {
    "act-too-early": lazy("The act begins before 1900. No law of that time was read here. Mend the day of the act."),
    "ends-before-it-begins": lazy("It ends before it begins. Exchange the two days, or mend one of them."),
    "act-in-future": lazy("The act is later than the day of the answer. Mend the day of the act, or take a later day."),
    "ends-in-future": lazy(
        "The act ends later than the day of the answer. If it still goes on, write the day of the answer as its end."
    ),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A question with its answer, opened. `facts` is `fanal.facts/1`, `answer` what `explain.read` makes of it.

    `filed`: the proceedings of its matter. `unreadable`: why the answer cannot be read; it is then
    empty, and so are facts that cannot be.
    """

    row: Question
    by: str
    facts: Mapping[str, Any] = field(repr=False)
    answer: Mapping[str, Any] = field(repr=False)
    filed: tuple[Filed, ...] = field(default=(), repr=False)
    unreadable: str = ""

    @property
    def matter(self) -> Matter:
        return self.row.matter


def question_of(actor: Actor, question_id: UUID) -> Question:
    """The row of a question that the person may see. Raises `NoAnswer`."""
    found = visible(actor, Question.objects.select_related("matter").filter(pk=question_id)).first()
    if found is None:
        raise NoAnswer
    return found


def put_question(
    actor: Actor, matter_id: UUID, facts: Mapping[str, Any], as_of: date, now: datetime, *, version: str = ""
) -> Question:
    """Put an act to the law of a day and keep the answer. `version`: a law that answered before, else that in force.

    Raises `NotHere`, `NotAllowed`, `FactsError` with all that is wrong, `LawGone`, `AskedTooOften`, and `NotNow`
    where the act is later than the day of the answer.
    """
    matter = matters.matter_of(actor, matter_id)
    ask(actor, policy.ASK, matter)
    parsed = parse_facts(facts)
    in_time(parsed, min(as_of, now.date()))
    _not_too_often(actor, now)
    law = library.at_version(version) if version else library.corpus(now)
    answer = _answer(law, parsed, as_of)
    with open_record(
        actor, matters.ref_of(matter), policy.ASK, purpose=matters.purpose_of(matter), now=now, thing=matter, write=True
    ) as opened:
        row = Question(matter=matter, asked_on=now.date(), asked_by_id=actor.person, as_of=as_of)
        row.corpus_version = library.keep(law, now)
        opened.write(row, "content", QuestionContent(facts=_text(facts), answer=packed(answer)))
        opened.state(row)
        row.save(force_insert=True)
    return row


def read(actor: Actor, question_id: UUID, now: datetime, *, deed: str = policy.ANSWER) -> Given:
    """A question with its answer as it was given. Raises `NotHere`, `NotAllowed`."""
    return read_all(actor, [question_id], now, deed=deed)[0]


def read_all(actor: Actor, ids: list[UUID], now: datetime, *, deed: str) -> list[Given]:
    """Several questions of one matter with one entry in the journal. Raises `NotHere` where they are of two."""
    rows = [question_of(actor, question_id) for question_id in ids]
    if len({row.matter_id for row in rows}) != 1:
        raise NotHere
    matter, asked_by = rows[0].matter, names(row.asked_by_id for row in rows)
    if deed in {policy.ANSWER, policy.COMPARE} and _newest(actor, matter) not in ids:
        deed = policy.OLDER  # whoever reads it has not read what My day says of the newest
    with open_record(
        actor, matters.ref_of(matter), deed, purpose=matters.purpose_of(matter), now=now, thing=matter
    ) as opened:
        contents = [_read_one(opened, row) for row in rows]
        filed = matters.read_filed(opened, matter)
    return [
        Given(row, asked_by.get(row.asked_by_id, ""), facts, answer, filed, why)
        for row, (facts, answer, why) in zip(rows, contents, strict=True)
    ]


def _newest(actor: Actor, matter: Matter) -> UUID | None:
    """The question of a matter that was put last."""
    rows = visible(actor, Question.objects.filter(matter=matter))
    return rows.order_by("-asked_on", "-pk").values_list("pk", flat=True).first()


def _read_one(opened: Opened, row: Question) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    """Facts and answer of a question; empty, with why, where this version cannot read them: the rest goes on."""
    facts: Mapping[str, Any] = {}
    try:
        content = opened.read(row, "content")
        parse_facts(told := json.loads(content.facts))
        facts = told
        if not opened.holds(row):
            return facts, {}, stated.words()
        return facts, explain.read(unpacked(content.answer)), ""
    except Unreadable as why:
        return facts, {}, why.words
    except (ValueError, zlib.error):  # facts, or an answer, in a form that this version does not know
        words = _("This version of Fanal cannot read this answer. A newer one may have written it, or it is damaged.")
        return facts, {}, words


def again(given: Given) -> bytes:
    """The answer made again from its facts, its day and its law. Raises `LawGone`."""
    law = library.at_version(given.row.corpus_version)
    return _answer(law, parse_facts(given.facts), given.row.as_of)


def _answer(law: Corpus, facts: Facts, as_of: date) -> bytes:
    return explain.to_json(kept(evaluate(law, facts, as_of)), trees=True)


def law_of(given: Given) -> Corpus | None:
    """The law that answered; None where it is gone: what was used of it stands in the answer itself."""
    try:
        return library.at_version(given.row.corpus_version)
    except library.LawGone:
        return None


def since(given: Given, now: datetime) -> tuple[Changed, ...] | None:
    """What the law that is in the library now says otherwise of the same facts and day, by country; none where it says
    the same, None where it is the law that answered. The answer given must be readable."""
    law = library.corpus(now)
    if law.version == given.row.corpus_version:
        return None
    answer = evaluate(law, parse_facts(given.facts), given.row.as_of)
    return compare(given.answer, explain.read(explain.to_json(answer)))


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What would have to be otherwise for a state, each set tried. `verdict`: how the state stands."""

    given: Given
    state: str
    verdict: str
    sets: tuple[flips.FlipSet, ...]
    law: Corpus = field(repr=False)

    @property
    def is_filed(self) -> bool:
        """Whether that law holds anything of the state: where it does not, nobody can say what would open a path."""
        return bool(self.law.parts(self.state))


def why_not(actor: Actor, question_id: UUID, state: str, now: datetime) -> WhyNot:
    """Why a state that the answer names cannot prosecute. Raises as `ask` does, and `NotHere` for another state."""
    _not_too_often(actor, now)
    given = read(actor, question_id, now, deed=policy.WHY_NOT)
    if given.unreadable:
        raise NotNow(given.unreadable)
    held = {answered["state"]: answered["verdict"] for answered in given.answer["states"]}
    if state not in held:
        raise NotHere
    law = library.at_version(given.row.corpus_version)
    facts = parse_facts(given.facts)
    in_time(facts, given.row.as_of)
    answer = evaluate(law, facts, given.row.as_of, states=[state], decide=False)
    try:
        sets = flips.why_not(law, facts, answer, state)
    except flips.NoSuchRoute:
        sets = []
    return WhyNot(given, state, held[state], tuple(sets), law)


def in_time(facts: Facts, on: date) -> None:
    """Raises `NotNow`, with the field to mend, where the act ends before it begins or is later than a day."""
    try:
        frame.in_time(facts, on)
    except frame.FactsRefused as why:
        raise NotNow(str(LATER[why.code]), why.path.removeprefix("act.")) from why


def _not_too_often(actor: Actor, now: datetime) -> None:
    """Counted from the journal, so that nothing else need be kept."""
    lines = journal.read_org(actor.org, actor=actor.person, deeds=ASKING, limit=MOST_AN_HOUR)
    if len(lines) == MOST_AN_HOUR and now - lines[-1].at < HOUR:
        raise AskedTooOften(
            _("You asked %(count)s times within an hour. Go on later; what you typed is kept here.")
            % {"count": MOST_AN_HOUR}
        )


def versions() -> list[tuple[str, date]]:
    """The laws that answered here, newest first, each with the day of its first answer."""
    rows = LawVersion.objects.order_by("-since").values_list("version", "since")[:20]
    return [(version, since.date()) for version, since in rows]


# ---- how it is written ----


def _text(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def packed(answer: bytes) -> str:
    """An answer as text, a twentieth of its length: the steps of all routes repeat each other."""
    return b64encode(zlib.compress(answer, 9)).decode("ascii")


def unpacked(text: str) -> bytes:
    """What `packed` was given."""
    return zlib.decompress(b64decode(text))
