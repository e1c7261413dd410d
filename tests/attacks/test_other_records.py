"""An identifier that the browser names is no other record's: nobody adds keys to what others write."""

import hashlib
from datetime import timedelta

import pytest

from fanal.network import api as network
from fanal.network.contracts import NetworkError, Role
from fanal.network.models import Bundle, Invitation, Person, ResetLink, RingVersion, Team, TeamMember
from fanal.network.sessions import KeptStore, SessionStore
from tests.people import NOW, Cast
from tests.rooms.concerns import told

pytestmark = pytest.mark.django_db(databases="__all__")


def test_keys_are_not_added_to_a_record_that_is_there(cast: Cast) -> None:
    sent = told.tell(cast).row
    before = Bundle.objects.filter(record=sent.id).count()
    with pytest.raises(NetworkError):
        network.records.make(cast.aurora, sent.id, ("content",), [])
    assert Bundle.objects.filter(record=sent.id).count() == before


def test_nor_to_one_that_was_erased(cast: Cast) -> None:
    sent = told.tell(cast).row
    network.records.erase(cast.aurora, sent.id, "concern", NOW.date())
    with pytest.raises(NetworkError):
        network.records.make(cast.aurora, sent.id, ("content",), [])


def test_somebody_of_another_organisation_in_a_team_gets_no_key(cast: Cast) -> None:
    """The control: a colleague who is in the team does."""
    nils = Person.objects.get(username="nils")
    team = Team.objects.get(org_id=cast.aurora, kind="intake")
    TeamMember.objects.create(team=team, person=nils, since=NOW.date())
    network.people.rotate_ring(cast["bao"], team.kind, "yearly", NOW)
    ring = RingVersion.objects.filter(team=team).order_by("-version").first()
    assert ring is not None
    held = set(ring.seals.values_list("person__username", flat=True))
    assert "femi" in held
    assert "nils" not in held


def test_a_link_that_somebody_wrote_into_the_database_is_none(cast: Cast) -> None:
    """They know a token and its hash, not the key of the installation."""
    celia, edo = (Person.objects.get(username=name) for name in ("celia", "edo"))
    planted = hashlib.sha256(b"planted").digest()
    ResetLink.objects.create(person=celia, token=planted, made_by=edo, expires_at=NOW + timedelta(hours=5))
    with pytest.raises(NetworkError):
        network.people.reset_link("planted", NOW)
    Invitation.objects.create(
        org_id=cast.aurora, token=planted, name="Thief", roles=[Role.KEY_KEEPER], invited_by=edo,
        expires_on=(NOW + timedelta(days=5)).date(),
    )  # fmt: skip
    with pytest.raises(NetworkError):
        network.people.invitation("planted", NOW)
    real = network.people.make_reset_link(cast["edo"], celia.pk, NOW)
    assert network.people.reset_link(real, NOW).person_id == celia.pk
    Person.objects.filter(pk=celia.pk).update(state="left")
    with pytest.raises(NetworkError):
        network.people.reset_link(real, NOW)


def test_a_session_is_no_shelf_and_lives_no_longer_as_one(cast: Cast) -> None:
    session = SessionStore()
    session["x"] = "of the session"
    session.save()
    shelf = KeptStore(session.session_key)
    assert shelf.get("x") is None


def _planted(row: Invitation | ResetLink, **other: object) -> None:
    """The attacker changes a row of a link that was made here, and whose secret they have."""
    type(row).objects.filter(pk=row.pk).update(**other)


def test_a_link_is_for_whom_it_was_made_and_until_when(cast: Cast) -> None:
    """Who got a link changes its row: another person, another maker, more time, another role. Unchanged, it opens."""
    celia, edo, amara = (Person.objects.get(username=name) for name in ("celia", "edo", "amara"))
    reset = network.people.make_reset_link(cast["edo"], celia.pk, NOW)
    row = ResetLink.objects.get(person=celia)
    later = row.expires_at + timedelta(days=30)
    for changed, back in (
        ({"person": amara}, {"person": celia}),
        ({"made_by": amara}, {"made_by": edo}),
        ({"expires_at": later}, {"expires_at": row.expires_at}),
    ):
        _planted(row, **changed)
        with pytest.raises(NetworkError):
            network.people.reset_link(reset, NOW)
        _planted(row, **back)
    assert network.people.reset_link(reset, NOW).person_id == celia.pk

    token = network.people.invite(cast["edo"], "Gita", [Role.INTAKE_OFFICER], NOW)
    made = Invitation.objects.get(name="Gita")
    for changed, back in (
        ({"name": "Hugo"}, {"name": "Gita"}),
        ({"roles": [Role.KEY_KEEPER]}, {"roles": [Role.INTAKE_OFFICER]}),
        ({"org": cast.nordlys}, {"org": cast.aurora}),
        ({"invited_by": amara}, {"invited_by": edo}),
        ({"expires_on": later.date()}, {"expires_on": made.expires_on}),
    ):
        _planted(made, **changed)
        with pytest.raises(NetworkError):
            network.people.invitation(token, NOW)
        _planted(made, **back)
    assert network.people.invitation(token, NOW).name == "Gita"
