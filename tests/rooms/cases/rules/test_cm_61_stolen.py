"""CM-61: what a stolen database shows is the reviewed list: nothing that was typed of a child."""

import base64
from dataclasses import dataclass

import pytest
from django.core import mail

from fanal.cases.codes import SafeContact
from fanal.cases.files import record, writing
from fanal.cases.model.parts import Contact
from fanal.cases.models import Act, Case
from fanal.cases.policy import WRITE
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.rules.scenes import everything

pytestmark = pytest.mark.django_db(databases="__all__")
NUMBERS = "0099887766554"


@dataclass(frozen=True)
class Planted:
    case: Case
    words: tuple[str, ...]


def word(where: str) -> str:
    """A word that nobody else writes, in three scripts."""
    return f"Zqx{where}Ωж猫"


@pytest.fixture(scope="module")
def planted(cast_of_file: Cast) -> Planted:
    cast, marek = cast_of_file, cast_of_file["marek"]
    case = opened(cast, child__given_name=word("given"), child__family_name=word("family"))
    words = ["given", "family", "wish", "note", "safe", "unsafe", "push", "account", "place", "whose"]
    writing.set_wishes(marek, case.pk, word("wish"), case.version, NOW)
    writing.add_note(marek, case.pk, "contact", {"body": word("note")}, NOW, reached=True)
    said = {
        "channels_allowed": ("through_safe_person",),
        "safe_person": word("safe"),
        "unsafe_persons": (word("unsafe"),),
    }
    writing.set_safety(marek, case.pk, SafeContact.AGREED_TIMES, said, NOW)
    push = {"code": "debt", "level": "household", "source": "child_said", "state": "present", "note": word("push")}
    writing.add_push(marek, case.pk, push, NOW)
    about = {"contacts": (Contact("phone", NUMBERS, word("whose"), "agreed_times"),)}
    writing.set_about(marek, case.pk, about, 1 + 1, NOW)
    with record.writing(marek, case.pk, WRITE, NOW) as (row, held):
        act = {"account": word("account"), "place_detail": word("place"), "kind": "exploitation"}
        record.add(held, Act(case=row, **record.by(marek, NOW)), act)
    return Planted(case, (*map(word, words), NUMBERS))


def written(text: str) -> set[bytes]:
    """A word as it could stand anywhere."""
    raw = [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    raw += [text.casefold().encode(), text.encode("unicode_escape"), text[::-1].encode()]
    return {*raw, *(one.hex().encode() for one in raw), *(base64.b64encode(one)[4:-4] for one in raw)}


def stolen() -> bytes:
    """All that lies in every database."""
    cells = [cell for rows in everything().values() for row in rows for cell in row]
    return b"\n".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in cells)


def test_no_word_and_no_number_of_the_child_lies_there(cast: Cast, planted: Planted) -> None:
    data = stolen()
    assert len(data) > 50_000
    assert planted.case.number.encode() in data, "the control: what is clear is found"
    for one in planted.words:
        assert not [form for form in written(one) if form in data], one
        assert one.partition("Ω")[0].encode() not in data, "nor its beginning"
    assert mail.outbox == []


def test_no_coded_fact_lies_there_either(cast: Cast, planted: Planted) -> None:
    """Sex, languages, what happened, what pushes: codes are as sealed as words."""
    rows = everything()
    for table in ("cases_child", "cases_case", "cases_pushfactor", "cases_act", "cases_contactsafety", "cases_note"):
        for row in rows[f"default.{table}"]:
            cells = {str(cell) for cell in row if isinstance(cell, str)}
            assert not cells & {"female", "spa", "debt", "household", "exploitation", "through_safe_person", "victim"}
    assert rows["default.cases_child"]


def test_whoever_has_the_keys_reads_every_word(cast: Cast, planted: Planted) -> None:
    """Nothing is proven by words that were never stored."""
    from fanal.cases.files import files

    found = files.look(cast["marek"], planted.case.pk, NOW)
    said = repr([found.child.said, found.work.said, *(one.said for rows in found.rows.values() for one in rows)])
    assert [one for one in planted.words if one not in said] == []
