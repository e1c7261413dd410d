"""DNH-20: where nothing safe was agreed with the child, no way to the child is allowed, and never is never."""

import pytest

from fanal.cases import contact
from fanal.cases.codes import Channel, SafeContact
from tests.people import NOW


@pytest.mark.parametrize("channel", Channel)
def test_nothing_recorded_is_a_refusal_and_never_is_never(channel: Channel) -> None:
    when = contact.When(NOW.date(), automatic=False, agreed_time=True)
    assert not contact.may(None, None, channel, contact.To(), when)
    told = contact.Safety(frozenset(Channel), next_check=NOW.date())
    assert not contact.may(told, SafeContact.NEVER, channel, contact.To(), when)
