"""A rule of keeping that another replaced comes back, because somebody changed it while it was replaced."""

import pytest
from django.core import serializers

from fanal.access.api import KeepingRule, NotAllowed, NotNow, keeping
from fanal.network import unbelieved
from fanal.network.contracts import NetworkError
from fanal.vocabulary.keeping import Period
from tests.kept import ruled, typed
from tests.people import NOW, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _months(cast: Cast) -> int | None:
    found = keeping.periods(cast.aurora, "XA", NOW.date()).get("concern_closed")
    return found.months if found else None


@pytest.mark.parametrize("first_was", ["typed", "confirmed"])
@pytest.mark.parametrize("changed", [False, True])
def test_what_was_replaced_does_not_come_back(
    cast: Cast, first_was: str, changed: bool, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    """24 months were typed (or confirmed); 6 took their place. `changed`: the writer touches the first while it is
    replaced, and puts it back as it was."""
    with django_capture_on_commit_callbacks(execute=True):
        first = typed(cast) if first_was == "typed" else ruled(cast)
    good = serializers.serialize("json", [KeepingRule.objects.get(pk=first.pk)])
    if changed:
        KeepingRule.objects.filter(pk=first.pk).update(source="x")
    with django_capture_on_commit_callbacks(execute=True):
        second = ruled(cast, seen=1, period=Period("closing", months=6))
    for one in serializers.deserialize("json", good):
        one.save()
    assert _months(cast) == 6
    if first_was == "typed":
        with pytest.raises((NetworkError, NotAllowed, NotNow)):
            keeping.confirm(cast["dalia"], first.pk, NOW)
    else:
        KeepingRule.objects.filter(pk=second.pk).delete()
    assert _months(cast) != 24, list(unbelieved.unbelieved())
