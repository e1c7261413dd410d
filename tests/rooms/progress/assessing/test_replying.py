"""What a state answers: by its link and a number, once; by a letter that two people type and compare; printed as it
came. It moves no state, and nothing waits for it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.progress.assessing import cells, duties, heard, replying, standing
from fanal.progress.assessing.standing import board
from fanal.progress.models import BesideReply, Cell, CountryAssessment, Notice, StateReply
from fanal.vocabulary.evidence import State
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY, DAY, ITEM, TODAY, where

pytestmark = pytest.mark.django_db(databases="__all__")
WORDS = "Le budget de 2026 couvre toutes les provinces.\n\n« Voir le plan. »"


@pytest.fixture(autouse=True)
def _ready(cast: Cast) -> None:
    cache.clear()
    places.ready(cast)


def said(**more: Any) -> dict[str, Any]:
    return {
        "office": "Ministry of Justice", "name": "", "consent": False, "language": "fra", "words": WORDS, "seen": "",
    } | more  # fmt: skip


@pytest.fixture
def told(cast: Cast) -> places.Told:
    places.assessed(cast, found="0", rationale="Nothing is planned.")
    places.read(cast)
    return places.tell(cast)


def by_link(told: places.Told, now: Any = NOW + DAY, **more: Any) -> StateReply:
    return replying.reply(told.token, said(**{"proof": told.proof, **more}), now)


def letter(cast: Cast, now: Any = NOW + DAY, by: str = "noor", **more: Any) -> StateReply:
    return replying.type_letter(cast[by], where(), said(on=TODAY, corrects="", **more), now)


def compare(cast: Cast, now: Any = NOW + DAY, by: str = "oda") -> BesideReply:
    return replying.confirm(cast[by], where(), {"seen": ""}, now)


def shown() -> heard.Heard | None:
    found = board(TODAY).of(COUNTRY, ITEM)
    return found.heard if found else None


def forget() -> None:
    standing._known = standing._Known()


def test_an_office_replies_once_by_its_link_and_it_stands_as_it_came(cast: Cast, told: places.Told) -> None:
    row = by_link(told, proof=f" {told.proof[:4]}-{told.proof[4:]} ", name="", office="Ministry of Justice")
    assert (row.words, row.language, row.by_id, row.on) == (WORDS, "fra", None, (NOW + DAY).date())
    with pytest.raises(NotNow, match="Nothing more can be sent"):
        by_link(told, now=NOW + 2 * DAY)
    assert StateReply.objects.count() == 1
    with pytest.raises(NotNow, match="can reply until then"):
        places.publish(cast, now=NOW + 29 * DAY)
    places.publish(cast, now=NOW + 30 * DAY)
    found = shown()
    assert found
    assert found.reply
    assert (found.reply.words, found.reply.letter, found.reply.name) == (WORDS, False, "")
    assert board(TODAY).state(COUNTRY, ITEM) is State.NO, "a reply moves no state"


def test_silence_is_said_with_its_day_and_blocks_nothing(cast: Cast, told: places.Told) -> None:
    places.publish(cast, now=NOW + 30 * DAY)
    found = shown()
    assert found
    until = TODAY + 30 * DAY
    assert found.reply is None
    assert found.silent_since(until - DAY) is None
    assert found.silent_since(until) == until
    by_link(told, now=NOW + 60 * DAY)
    late = shown()
    assert late
    assert late.reply, "a late reply is printed too"
    assert late.silent_since(TODAY + 90 * DAY) is None


def test_nobody_who_could_not_be_reached_is_called_silent(cast: Cast) -> None:
    places.assessed(cast)
    places.read(cast)
    made = places.tell(cast, reached=False, how="Three letters came back")
    assert (made.token, made.proof) == ("", "")
    places.publish(cast, now=NOW + 90 * DAY)
    found = shown()
    assert found
    assert found.silent_since(TODAY + 900 * DAY) is None


def test_a_wrong_number_is_slow_and_bounded(told: places.Told) -> None:
    wrong = f"{(int(told.proof) + 1) % 10**8:08}"
    now = NOW + DAY
    for _try in range(5):
        with pytest.raises(NotNow, match="not the number") as why:
            by_link(told, now=now, proof=wrong)
        assert why.value.field == "proof"
        now += DAY / 86_400 * 3
    with pytest.raises(NotNow, match="wrong too often"):
        by_link(told, now=now, proof=wrong)
    with pytest.raises(NotNow, match="wrong too often"):
        by_link(told, now=now)
    assert not StateReply.objects.exists()
    assert by_link(told, now=now + DAY / 24), "who waits may try again"


def test_a_link_that_is_none_opens_nothing(told: places.Told) -> None:
    for token in ("", "x", told.token[:-1], told.proof):
        with pytest.raises(NotHere):
            replying.asked(token, NOW + DAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"words": "a" * 2001}, "words"),
        ({"words": "a" * 50_000}, "words"),
        ({"words": "Voir https://example.org/plan"}, "words"),
        ({"words": "See www.example.org for more."}, "words"),
        ({"words": "The girl of 12 was brought home."}, "words"),
        ({"words": "We closed places of child prostitution."}, "words"),
        ({"words": "  "}, "words"),
        ({"office": " "}, "office"),
        ({"name": "Sok Dara"}, "consent"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_reason(told: places.Told, more: dict[str, Any], field: str) -> None:
    with pytest.raises(NotNow) as why:
        by_link(told, **more)
    assert field in {why.value.field, *(one.field for one in why.value.others)}
    assert not StateReply.objects.exists()
    assert by_link(told, name="Sok Dara", consent=True).name == "Sok Dara", "no try of the number was used up"


def test_the_link_ends_where_something_else_is_said(cast: Cast, told: places.Told) -> None:
    places.assessed(cast, now=NOW + DAY, found="1")
    assert replying.asked(told.token, NOW + DAY).over
    with pytest.raises(NotNow, match="Nothing more"):
        by_link(told, now=NOW + 2 * DAY)


def test_the_link_is_over_after_a_year(cast: Cast, told: places.Told) -> None:
    assert not replying.asked(told.token, NOW + 365 * DAY).over
    assert replying.asked(told.token, NOW + 366 * DAY).over


def test_a_letter_is_typed_by_one_and_compared_by_another(cast: Cast, told: places.Told) -> None:
    assert _open(duties.CONFIRM) == 0
    letter(cast, words="[cut] The budget covers all provinces.", name="Sok Dara", consent=True)
    assert _open(duties.CONFIRM) > 0
    notice = Notice.objects.get()
    assert cells.reply(notice) is None, "nobody compared it"
    with pytest.raises(NotAllowed, match="somebody else"):
        compare(cast, by="noor")
    compare(cast)
    assert _open(duties.CONFIRM) == 0
    row = cells.reply(Notice.objects.get())
    assert row
    assert heard.said(row).letter
    assert heard.said(row).cut
    with pytest.raises(NotNow, match="Nothing more"):
        by_link(told, now=NOW + 2 * DAY)
    with pytest.raises(NotNow, match="No typed letter"):
        compare(cast)


def test_what_was_typed_wrongly_is_typed_again_and_said(cast: Cast, told: places.Told) -> None:
    with pytest.raises(NotNow, match="leave this empty"):
        replying.type_letter(cast["noor"], where(), said(on=TODAY, corrects="A word"), NOW + DAY)
    letter(cast, words="The budget covers no provinces.")
    compare(cast)
    with pytest.raises(NotNow) as why:
        letter(cast, now=NOW + 2 * DAY)
    assert why.value.field == "corrects"
    again = said(on=TODAY, corrects="“no” for “all”", words="The budget covers all provinces.")
    replying.type_letter(cast["noor"], where(), again, NOW + 2 * DAY)
    before = cells.reply(Notice.objects.get())
    assert before
    assert before.words == "The budget covers no provinces.", "until a second person compared it"
    compare(cast, now=NOW + 2 * DAY)
    now = cells.reply(Notice.objects.get())
    assert now
    assert now.words == "The budget covers all provinces."
    assert StateReply.objects.count() == 2, "nothing is written over"


def test_what_came_by_the_link_nobody_types_again(cast: Cast, told: places.Told) -> None:
    by_link(told)
    with pytest.raises(NotNow, match="as they wrote it"):
        letter(cast, now=NOW + 2 * DAY)


def test_a_letter_before_the_notice_or_of_a_day_to_come_is_refused(cast: Cast, told: places.Told) -> None:
    for on in (TODAY - DAY, TODAY + 2 * DAY):
        with pytest.raises(NotNow, match="since the notice"):
            replying.type_letter(cast["noor"], where(), said(on=on, corrects=""), NOW + DAY)


def _open(kind: Any) -> int:
    return len(clocks.open_duties(kinds=[kind]))


def test_the_assessor_answers_each_point(cast: Cast, told: places.Told) -> None:
    point = {"seen": "", "point": "The budget", "changed": False, "words": "It was not spent.", "last": False}
    with pytest.raises(NotNow, match="No reply"):
        replying.answer(cast["noor"], where(), point, NOW + DAY)
    by_link(told)
    assert _open(duties.ANSWER) == 1, "my day of the assessor shows it"
    with pytest.raises(NotAllowed):
        replying.answer(cast["tove"], where(), point, NOW + 2 * DAY)
    with pytest.raises(NotNow, match="Leave out names"):
        replying.answer(cast["noor"], where(), point | {"words": "Sok Dara did not spend it."}, NOW + 2 * DAY)
    replying.answer(cast["noor"], where(), point, NOW + 2 * DAY)
    assert _open(duties.ANSWER) == 1
    assert {one.kinds for one in duties._owes(NOW) if duties.ANSWER in one.kinds}
    replying.answer(cast["noor"], where(), point | {"point": "The plan", "changed": True, "last": True}, NOW + 3 * DAY)
    assert _open(duties.ANSWER) == 0
    assert not [one for one in duties._owes(NOW) if duties.ANSWER in one.kinds]
    places.publish(cast, now=NOW + 30 * DAY)
    found = shown()
    assert found
    assert found.reply
    assert [(one.point, one.changed) for one in found.reply.answers] == [("The budget", False), ("The plan", True)]


def test_a_reply_waits_for_its_answer_also_where_something_else_is_published_since(
    cast: Cast, told: places.Told
) -> None:
    by_link(told)
    places.publish(cast, now=NOW + 30 * DAY)
    later = NOW + 40 * DAY
    places.assessed(cast, now=later, by="lena", found="2", rationale="Five provinces have it now.")
    places.read(cast, now=later)
    places.publish(cast, now=later)
    assert cells.stands(where().cell) == CountryAssessment.objects.get(rationale="Five provinces have it now.")
    assert _open(duties.ANSWER) == 1, "nobody answered yet"
    assert [one.org for one in duties._owes(later) if duties.ANSWER in one.kinds] == [cast["noor"].org]
    point = {
        "seen": str(cells.stands(where().cell).pk),
        "point": "The plan",
        "changed": True,
        "words": "It is read.",
        "last": True,
    }
    with pytest.raises(NotNow, match="A colleague changed this meanwhile"):
        replying.answer(cast["noor"], where(), point, later)
    seen = str(CountryAssessment.objects.get(rationale="Nothing is planned.").pk)
    replying.answer(cast["noor"], where(), point | {"seen": seen}, later)
    assert _open(duties.ANSWER) == 0
    assert not [one for one in duties._owes(later) if duties.ANSWER in one.kinds]
    found = board(TODAY).of(COUNTRY, ITEM)
    assert found
    assert found.heard is None
    [was] = found.earlier
    assert (was.rationale, was.state) == ("Nothing is planned.", State.NO)
    assert was.heard
    assert was.heard.reply
    assert was.heard.reply.words == WORDS
    assert [one.point for one in was.heard.reply.answers] == ["The plan"]


def test_letters_and_translations_of_what_was_published_before_are_kept_and_compared_too(
    cast: Cast, told: places.Told
) -> None:
    places.publish(cast, now=NOW + 30 * DAY)
    first = Notice.objects.get()
    later = NOW + 40 * DAY
    places.assessed(cast, now=later, found="4", rationale="All provinces have it now.", corrects="")
    places.read(cast, now=later)
    places.tell(cast, now=later)
    places.publish(cast, now=later + 30 * DAY)
    now, seen = later + 31 * DAY, str(first.assessment_id)
    page = text(client_of(cast, "noor").get(f"/desk/progress/countries/{COUNTRY}/{ITEM}/reply-letter/"))
    assert "What is it a reply to?" in page
    assert page.count("Ministry of Justice") >= 2
    replying.type_letter(cast["noor"], where(), said(on=TODAY, corrects="", seen=seen), now)
    assert _open(duties.CONFIRM) > 0, "it waits for a second person, though something else was said since"
    assert WORDS.splitlines()[0] in text(
        client_of(cast, "oda").get(f"/desk/progress/countries/{COUNTRY}/{ITEM}/reply-compare/")
    )
    replying.confirm(cast["oda"], where(), {"seen": seen}, now)
    assert _open(duties.CONFIRM) == 0
    replying.translate(cast["oda"], where(), {"seen": seen, "language": "eng", "words": "It covers all."}, now + DAY)
    row = BesideReply.objects.get(kind=cells.TRANSLATED)
    assert row.reply.notice_id == first.pk
    assert _open(duties.COMPARE) > 0
    replying.compare(cast["noor"], where(), {"which": str(row.pk)}, now + 2 * DAY)
    assert _open(duties.COMPARE) == 0
    found = board(TODAY).of(COUNTRY, ITEM)
    assert found
    assert found.heard
    assert found.heard.reply is None, "nothing was replied to what stands now"
    [was] = found.earlier
    assert was.heard
    assert was.heard.reply
    assert (was.heard.reply.words, was.heard.reply.translations) == (WORDS, (("eng", "It covers all."),))
    with pytest.raises(NotNow, match="A colleague changed this meanwhile"):
        replying.type_letter(cast["noor"], where(), said(on=TODAY, corrects="", seen=str(uuid.uuid4())), now)


def test_a_translation_stands_below_what_came(cast: Cast, told: places.Told) -> None:
    by_link(told)
    given = {"seen": "", "language": "eng", "words": "The budget covers all."}
    with pytest.raises(NotNow, match="in this language already"):
        replying.translate(cast["oda"], where(), given | {"language": "fra"}, NOW + 2 * DAY)
    replying.translate(cast["oda"], where(), given, NOW + 2 * DAY)
    replying.translate(cast["oda"], where(), given | {"words": "The budget covers all provinces."}, NOW + 3 * DAY)
    places.publish(cast, now=NOW + 30 * DAY)
    assert _translated() == (), "nobody compared it yet"
    first, second = BesideReply.objects.filter(kind=cells.TRANSLATED).order_by("at")
    with pytest.raises(NotNow, match="You translated this"):
        _compared(cast, second, "oda")
    with pytest.raises(NotNow, match="does not wait"):
        _compared(cast, first)
    assert clocks.open_duties(subjects=[Cell.objects.get().pk], kinds=[duties.COMPARE])
    _compared(cast, second)
    assert not clocks.open_duties(subjects=[Cell.objects.get().pk], kinds=[duties.COMPARE])
    assert _translated() == (("eng", "The budget covers all provinces."),)
    with pytest.raises(NotNow, match="does not wait"):
        _compared(cast, second)
    replying.translate(cast["oda"], where(), given | {"words": "Another."}, NOW + 32 * DAY)
    assert _translated() == (("eng", "The budget covers all provinces."),), "a new one waits, too"
    found = shown()
    assert found
    assert found.reply
    assert found.reply.words == WORDS


def _compared(cast: Cast, row: BesideReply, who: str = "noor") -> None:
    replying.compare(cast[who], where(), {"seen": "", "which": str(row.pk)}, NOW + 31 * DAY)


def _translated() -> tuple[tuple[str, str], ...]:
    found = shown()
    assert found
    assert found.reply
    return found.reply.translations


def _planted(cast: Cast) -> None:
    StateReply.objects.create(
        notice=Notice.objects.get(), office="Ministry of Justice", language="eng", words="We agree.", on=TODAY, at=NOW
    )


def _gone(_cast: Cast) -> None:
    BesideReply.objects.all().delete()
    StateReply.objects.all().delete()


ATTACKS: dict[str, Callable[[Cast], object]] = {
    "edited": lambda _cast: StateReply.objects.update(words="We agree."),
    "signed": lambda _cast: StateReply.objects.update(name="Sok Dara"),
    "gone": _gone,
    "planted": _planted,
    "answered": lambda _cast: BesideReply.objects.update(words="It was spent."),
    "answer gone": lambda _cast: BesideReply.objects.all().delete(),
    "another link": lambda _cast: Notice.objects.update(token=b"x"),
}


@pytest.mark.parametrize("what", ATTACKS)
@pytest.mark.parametrize("published", [True, False])
def test_whoever_writes_to_the_database_edits_no_reply_unseen(
    cast: Cast, told: places.Told, what: str, published: bool
) -> None:
    by_link(told)
    point = {"seen": "", "point": "The budget", "changed": False, "words": "It was not spent.", "last": True}
    replying.answer(cast["noor"], where(), point, NOW + 2 * DAY)
    if published:
        places.publish(cast, now=NOW + 30 * DAY)
        assert board(TODAY).state(COUNTRY, ITEM) is State.NO
    ATTACKS[what](cast)
    forget()
    assert not cells.is_believed(Cell.objects.get())
    assert board(TODAY).of(COUNTRY, ITEM) is None
    if not published:
        with pytest.raises(NotAllowed, match="somebody changed it"):
            places.publish(cast, now=NOW + 30 * DAY)


def test_a_reply_that_went_is_missed_in_the_same_process(cast: Cast, told: places.Told) -> None:
    by_link(told)
    places.publish(cast, now=NOW + 30 * DAY)
    assert shown()
    StateReply.objects.all().delete()
    assert board(TODAY).of(COUNTRY, ITEM) is None


def test_a_link_that_somebody_wrote_into_the_database_opens_nothing(cast: Cast, told: places.Told) -> None:
    """Whoever writes there knows no key of the installation, and a link of another notice is not theirs."""
    copy = Notice.objects.get()
    copy.pk, copy.office = uuid.uuid4(), "Another office"
    copy.save(force_insert=True)
    with pytest.raises(NotHere):
        replying.asked(told.token, NOW + DAY)


@pytest.mark.parametrize("field", ["rationale", "searched", "ties", "corrects"])
def test_nobody_is_named_in_what_is_said_of_a_state(cast: Cast, field: str) -> None:
    with pytest.raises(NotNow, match="Leave out names") as why:
        places.assessed(cast, **{field: "Sok Dara of the ministry said so."})
    assert why.value.field == field
    assert not CountryAssessment.objects.exists()


def test_what_a_statement_corrects_is_read_and_told_before_it_is_published(cast: Cast) -> None:
    places.published(cast, found="3")
    later = NOW + 60 * DAY
    row = places.assessed(cast, now=later, found="1", corrects="We had counted a draft as law.")
    places.read(cast, now=later)
    told = places.tell(cast, now=later)
    assert replying.asked(told.token, later).notice.assessment.corrects == row.corrects
    assert places.publish(cast, now=later + 30 * DAY).corrects == "We had counted a draft as law."
