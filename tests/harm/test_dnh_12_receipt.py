"""DNH-12: a receipt has at least 60 bits, can be spoken, is not stored, and opens a status and a reply box only."""

import math
import re
from pathlib import Path

from django.conf import settings

from fanal import vault
from fanal.concerns.models import Concern
from fanal.concerns.public import dialogue
from fanal.network.api import records
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, tell

__all__ = ["open_form"]


def test_it_has_99_bits_and_no_letters_that_sound_or_look_alike(open_form: Cast) -> None:
    codes = [tell(f"text {number}").code for number in range(5)]
    assert math.log2(10**30) > 60
    assert len(set(codes)) == 5
    for code in codes:
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}", code)


def test_it_is_nowhere_in_the_database(open_form: Cast) -> None:
    receipt = vault.parse_receipt(tell().code)
    forms = [receipt.letters, receipt.letters.replace("-", ""), receipt.digits, receipt.digits.replace("-", "")]
    needles = [form.encode() for form in forms] + [receipt.raw()]
    for path in Path(settings.DATA).rglob("*.sqlite3*"):
        content = path.read_bytes()
        assert not [needle for needle in needles if needle in content]
    row = Concern.objects.values().get()
    stored = b"|".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row.values()
    )
    assert not [needle for needle in needles if needle in stored]


def test_its_key_opens_the_dialogue_and_no_page_shows_the_report(open_form: Cast) -> None:
    page = tell("A sentence that must not come back")
    receipt = vault.parse_receipt(page.code)
    concern = dialogue.found_by(receipt)
    assert concern is not None
    keys = records.open_held(concern.org_id, concern.pk, dialogue._keyring(concern, receipt)).keys
    assert keys.compartments == {"dialogue"}
    back = Reporter().post("/en/code", {"code": page.code})
    assert "A sentence that must not come back" not in back.html
    assert {one.name for one in back.form.fields} == {"state", "text"}
