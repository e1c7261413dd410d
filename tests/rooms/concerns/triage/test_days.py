"""The day on which something was told is the day where it was told, for the reporter, staff and partner alike."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from fanal.concerns.models import Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import dialogue
from fanal.network.models import Organisation
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.told import DAY, tell

pytestmark = pytest.mark.django_db(databases="__all__")
NIGHT = datetime(2026, 11, 25, 17, 48, tzinfo=UTC)  # 00:48 of the next day in Phnom Penh
THERE = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def far_east(cast: Cast) -> None:
    now_are([Organisation.objects.get(pk=cast.aurora)], time_zone="Asia/Phnom_Penh")


def test_a_concern_is_of_the_day_where_it_was_told(cast: Cast) -> None:
    assert tell(cast, NIGHT).row.received_on == THERE
    assert tell(cast, NIGHT - DAY / 2).row.received_on == NOW.date()  # the control


def test_messages_are_of_the_day_where_they_were_written(cast: Cast) -> None:
    sent = tell(cast, NIGHT)
    assert sent.receipt is not None
    dialogue.write(cast["amara"], sent.id, "Which room?", question=True, now=NIGHT)
    public.reply(sent.receipt, uuid4(), "Room 12", 0, None, NIGHT)
    assert set(Message.objects.values_list("day", flat=True)) == {THERE}
