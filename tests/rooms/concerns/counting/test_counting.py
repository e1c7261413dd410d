"""Count cells: coarse codes, sealed to the counting team, with nothing that leads back to the concern."""

from datetime import timedelta

import pytest

from fanal import vault
from fanal.concerns import api
from fanal.concerns.content import NoteContent
from fanal.concerns.counting import counting
from fanal.concerns.counting.cells import CountCell as Cell
from fanal.concerns.models import CountCell
from fanal.concerns.triage import decisions, lists
from fanal.concerns.triage.decisions import Choice
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import Finding, Triage
from tests.people import NOW, Cast
from tests.rooms.concerns.told import DAY, HOUR, Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def close(cast: Cast, sent: Sent, now: object = NOW) -> None:
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at"), Finding.NOT_CONFIRMED)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, now)  # type: ignore[arg-type]


def opened(actor: Actor, org: object) -> list[Cell]:
    """The cells as the counting team reads them."""
    found = []
    for sealed in api.count_cells(actor.org):
        ring = network.rings.principal(actor.org, RingKind.STATISTICS)
        seed = actor.keyring.seed_of("ring", ring.id, sealed.ring_version)
        plain = vault.open_sealed(seed, api.count_purpose(sealed.org, sealed.id), sealed.cell)
        found.append(Cell.from_json(plain.decode()))
    return found


def test_a_cell_holds_coarse_codes_only(cast: Cast) -> None:
    """Bao counts for Aurora: quarter, country, channel, result, age band, place type, mobility, in time."""
    close(cast, tell(cast), NOW + HOUR)
    (cell,) = opened(cast["bao"], cast.aurora)
    assert cell == Cell(
        what="triage",
        quarter="2026-Q4",
        country="XA",
        channel="web_form",
        result="not_confirmed",
        age_band="from_10_to_14",
        place_type="accommodation",
        mobility="foreign_tourist",
        in_time="yes",
    )


def test_late_is_late_and_not_told_is_not_no(cast: Cast) -> None:
    close(cast, tell(cast, NOW - 3 * DAY, age=None, place_type="unknown", mobility="unknown", country="unknown"))
    (cell,) = opened(cast["bao"], cast.aurora)
    assert (cell.in_time, cell.age_band, cell.place_type, cell.mobility) == ("no", "not_said", "unknown", "unknown")
    assert cell.country == "unknown"


def test_only_the_counting_team_opens_it_and_the_row_names_no_concern(cast: Cast) -> None:
    """The row tells the organisation, the quarter and a day; another member's team cannot even try."""
    sent = tell(cast)
    close(cast, sent)
    row = CountCell.objects.get()
    names = {column.name for column in CountCell._meta.concrete_fields}
    assert names == {"id", "org", "quarter", "ring_version", "cell"}
    assert row.pk != sent.id
    ring = network.rings.principal(cast.aurora, RingKind.STATISTICS)
    for name in ("amara", "celia", "oda"):
        with pytest.raises(vault.NotGranted):
            cast[name].keyring.seed_of("ring", ring.id, row.ring_version)
    other = counting.purpose(cast.nordlys, row.pk)
    with pytest.raises(vault.CannotOpen):
        vault.open_sealed(cast["bao"].keyring.seed_of("ring", ring.id, 1), other, bytes(row.cell))


def test_each_concern_is_counted_once(cast: Cast) -> None:
    """Not again when it is decided anew; the same text once; practice never."""
    first, second = tell(cast), tell(cast)
    lists.same_as(cast["amara"], second.id, first.id, NOW)
    close(cast, first)
    close(cast, first, NOW + timedelta(days=1))
    assert len(api.count_cells(cast.aurora)) == 1
    assert api.count_cells(cast.nordlys) == []
