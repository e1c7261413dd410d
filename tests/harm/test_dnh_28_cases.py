"""DNH-28: nothing of a file goes to anybody without what the child allows, an agreement in force where it is a member,
a person's confirmation, and exactly what was seen."""

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.members import members
from fanal.cases.models import Case, Transition
from fanal.cases.referring import referring
from fanal.cases.reporting import reporting
from fanal.network import api as network
from fanal.network.models import Agreement, Bundle
from fanal.passing.api import PreviewChanged
from tests.harm.case_ways import WAYS, allowed, case, case_of_file, sent
from tests.people import NOW, Cast
from tests.rooms.cases.members.scenes import shown
from tests.rooms.cases.referring.scenes import RANG
from tests.rooms.cases.reporting.scenes import WENT

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]


def abroad(cast: Cast, row: object) -> set[str]:
    """Keys of anything that somebody of another organisation holds."""
    return {one.kind for one in Bundle.objects.filter(record=row.pk).exclude(org=cast.aurora)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", [name for name, one in WAYS.items() if one.yes])
def test_without_a_yes_of_the_child_nothing_is_kept_and_nothing_leaves(cast: Cast, case: Case, way: str) -> None:
    with pytest.raises(NotNow) as refused:
        sent(cast, case, way)
    assert str(refused.value)
    assert not WAYS[way].table.objects.exists()  # type: ignore[attr-defined]
    allowed(cast, case)
    assert sent(cast, case, way).pk, "the control: the yes was what it lacked"


@pytest.mark.parametrize("way", [name for name, one in WAYS.items() if one.agreed])
@pytest.mark.parametrize("lack", ["ended", "forged"])
def test_without_an_agreement_in_force_no_member_hears(cast: Cast, case: Case, way: str, lack: str) -> None:
    allowed(cast, case)
    if lack == "forged":
        Agreement.objects.update(categories=["existence"])
    else:
        for one in network.agreements.of(cast.aurora):
            network.agreements.end(cast["amara"], one.id, NOW)
    with pytest.raises((NotNow, NotAllowed)):
        sent(cast, case, way)
    assert not WAYS[way].table.objects.exists()  # type: ignore[attr-defined]


def test_what_was_kept_is_seen_by_nobody_else_before_somebody_confirms_it(cast: Cast, case: Case) -> None:
    allowed(cast, case)
    for way in ("help of a member", "a member takes over"):
        row = sent(cast, case, way)
        assert not abroad(cast, row)
        with pytest.raises((NotHere, NotAllowed)):
            members.transition_of(cast["oda"], row.pk)
        for seen in ("", "0" * 64, "not a hash"):
            with pytest.raises(PreviewChanged):
                members.confirm(cast["marek"], row.pk, seen, NOW)
        assert Transition.objects.get(pk=row.pk).state == "draft"
    report = sent(cast, case, "an authority")
    with pytest.raises(NotNow):
        reporting.sent(cast["marek"], report.pk, WENT, NOW)


def test_confirmed_as_seen_it_goes(cast: Cast, case: Case) -> None:
    """The control."""
    allowed(cast, case)
    row = sent(cast, case, "help of a member")
    assert members.confirm(cast["marek"], row.pk, shown(cast, row), NOW).state == "offered"  # type: ignore[arg-type]
    rung = sent(cast, case, "a provider")
    assert referring.offer(cast["marek"], rung.pk, RANG, NOW).state == "offered"
