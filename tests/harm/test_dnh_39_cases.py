"""DNH-39: an incident names the files that a device or a key could open, those opened by name included."""

import pytest

from fanal.access.api import incident
from fanal.cases.files import files
from fanal.cases.opening.opening import open_file
from fanal.network.contracts import RingKind
from tests.people import NOW, Cast
from tests.rooms.cases.care import ANSWERS, accepted, opened

pytestmark = pytest.mark.django_db(databases="__all__")


def told(report: incident.Report) -> dict[str, bool]:
    return {one.number: one.opened for one in report.records if one.kind == "case"}


def test_of_an_account_and_of_the_key_of_a_team(cast: Cast) -> None:
    one = opened(cast)
    restricted = open_file(cast["marek"], accepted(cast, by="dalia", about_us="yes").id, ANSWERS, NOW)
    files.look(cast["marek"], one.pk, NOW)
    both = {one.number: True, restricted.number: True}  # who opens a file has it open
    marek = incident.of_account(cast["dalia"], cast["marek"].person, NOW.date(), NOW)
    assert told(marek) == both
    assert told(incident.of_team(cast["dalia"], RingKind.CASEWORK, NOW.date(), NOW)) == {one.number: True}
    assert told(incident.of_team(cast["dalia"], RingKind.LEGAL, NOW.date(), NOW)).keys() == {one.number}
    assert told(incident.of_account(cast["dalia"], cast["celia"].person, NOW.date(), NOW)) == {}
