"""Who writes to the database gives an organisation a key, or makes an organisation: nothing is sealed to it."""

from pathlib import Path
from uuid import uuid4

import pytest

from fanal import vault
from fanal.network import api as network
from fanal.network import keyfile
from fanal.network.contracts import AgreementPurpose, Founder, NetworkError, OrgKind, RingKind, Role
from fanal.network.models import Agreement, Bundle, IdentitySeal, Organisation, RingSeal, RingVersion
from fanal.site import backups
from fanal.site.checks import State, upkeep
from fanal.site.commands.journal import defects
from tests.attacks.writer import Thief
from tests.people import NOW, PASSWORD, Cast

HANDOVER = AgreementPurpose.CONCERN_HANDOVER


def _sealed(into: Path) -> dict[str, bytes]:
    """The sealed key files of a new backup, by organisation."""
    folder = into / uuid4().hex
    folder.mkdir()
    backups.unpack(backups.make(NOW).path, folder)
    return {str(org): sealed for org, sealed in backups.sealed_keyfiles(folder).items()}


def _said() -> str:
    """What `fanal journal verify` and the line of `fanal check` say; they agree."""
    found = list(defects(lambda _done, _of: None))
    (line,) = [one for one in upkeep.keys_held() if one.code == "keys"]
    assert (line.state is State.FAIL) == bool(found)
    return " ".join([*found, line.words])


def _swap_recovery(cast: Cast, thief: Thief) -> None:
    Organisation.objects.filter(pk=cast.aurora).update(recovery=thief.kem)


def test_each_organisation_of_the_installation_gets_the_key_file(cast: Cast, data: Path) -> None:
    """The control: an honest backup holds it for all three."""
    sealed = _sealed(data)
    assert set(sealed) == {str(org) for org in (cast.aurora, cast.nordlys, cast.secretariat)}
    kit = vault.open_kit(cast.founded["Aurora"].shares[:2])
    assert vault.open_sealed(kit, "keyfile", sealed[str(cast.aurora)])


def test_nobody_complains_of_an_honest_database(cast: Cast, data: Path) -> None:
    """The control of what is said."""
    assert backups.key_holders()[1] == []
    assert _said().startswith("Every key in the database")


def test_a_planted_organisation_gets_no_key_file(cast: Cast, data: Path) -> None:
    """The backup is made without it, and says which."""
    thief = Thief()
    planted = thief.organisation()
    sealed = _sealed(data)
    assert not any(thief.opens("keyfile", one) for one in sealed.values())
    assert str(planted.id) not in sealed
    assert len(sealed) == 3
    assert ["Planted" in why for why in backups.key_holders()[1]] == [True]
    assert "Planted: the key file does not pin its identity" in _said()


def test_a_swapped_recovery_key_gets_no_key_file(cast: Cast, data: Path) -> None:
    """Aurora's copy is left out; the others have theirs."""
    thief = Thief()
    _swap_recovery(cast, thief)
    sealed = _sealed(data)
    assert not any(thief.opens("keyfile", one) for one in sealed.values())
    assert set(sealed) == {str(cast.nordlys), str(cast.secretariat)}
    assert ["Aurora" in why for why in backups.key_holders()[1]] == [True]
    assert "Aurora: its recovery key is not the one that it signed" in _said()


def test_a_recovery_key_signed_by_a_planted_identity_gets_nothing(cast: Cast, data: Path) -> None:
    """Identity, recovery key and signature, all the attacker's: only the pin tells."""
    thief = Thief()
    org = Organisation.objects.get(pk=cast.aurora)
    org.identity, org.recovery = thief.signer.public, thief.kem
    network.identities.sign_recovery(org, thief.signer)
    org.save()
    assert set(_sealed(data)) == {str(cast.nordlys), str(cast.secretariat)}
    assert "Aurora: the key file does not pin its identity" in _said()


def test_a_signature_of_another_organisation_is_none(cast: Cast, data: Path) -> None:
    """Nordlys' recovery key and signature, put in the place of Aurora's."""
    theirs = Organisation.objects.get(pk=cast.nordlys)
    Organisation.objects.filter(pk=cast.aurora).update(
        recovery=bytes(theirs.recovery), recovery_signature=bytes(theirs.recovery_signature)
    )
    assert str(cast.aurora) not in _sealed(data)


def test_a_swapped_recovery_key_gets_no_ring(cast: Cast) -> None:
    """Making the key of a team anew stops, in words, and nothing has changed; before it, it works."""
    network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)
    before = set(RingVersion.objects.filter(team__org_id=cast.aurora).values_list("pk", flat=True))
    _swap_recovery(cast, Thief())
    with pytest.raises(NetworkError) as refused:
        network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)
    assert "Aurora" in str(refused.value)
    assert set(RingVersion.objects.filter(team__org_id=cast.aurora).values_list("pk", flat=True)) == before


def test_a_swapped_recovery_key_gets_no_record(cast: Cast) -> None:
    """A record that the recovery key may open is written to: the next keys do not go to the attacker's."""
    record, thief = uuid4(), Thief()
    org = Organisation.objects.get(pk=cast.aurora)
    holder = vault.Principal("recovery", org.id.bytes, 1, vault.PublicKey.of(bytes(org.recovery)))
    to = [*network.rings.grants(cast.aurora, {RingKind.INTAKE: ["content"]}), (holder, {"content"})]
    network.records.make(cast.aurora, record, ["content"], to)
    network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)
    _swap_recovery(cast, thief)
    with pytest.raises(NetworkError):
        network.records.open_held(cast.aurora, record, cast["amara"].keyring).freshen()
    Organisation.objects.filter(pk=cast.aurora).update(recovery=bytes(org.recovery))
    network.records.open_held(cast.aurora, record, cast["amara"].keyring).freshen()
    assert Bundle.objects.filter(record=record, kind="recovery").count() == 1


def test_a_planted_organisation_is_granted_nothing(cast: Cast) -> None:
    """Rings that it signed itself open no new record."""
    thief = Thief()
    planted = thief.organisation()
    with pytest.raises(NetworkError):
        network.records.make(
            planted.id, uuid4(), ["content"], network.rings.grants(planted.id, {RingKind.INTAKE: ["content"]})
        )
    assert not Bundle.objects.filter(org=planted).exists()


def test_the_kit_finds_out_that_the_recovery_key_was_swapped(cast: Cast) -> None:
    """The shares are right and the test seal opens, but the key is another: the drill says so. Else it passes."""
    shares = list(cast.founded["Aurora"].shares[:2])
    network.kit.drill(cast.aurora, shares, NOW)
    _swap_recovery(cast, Thief())
    with pytest.raises(NetworkError) as refused:
        network.kit.drill(cast.aurora, shares, NOW)
    assert "recovery key" in str(refused.value)
    with pytest.raises(NetworkError):
        network.kit.recover(cast.aurora, shares, Founder("rosa", "Rosa", f"{PASSWORD} rosa"), NOW)


def test_recovery_passes_no_ring_on_that_was_planted(cast: Cast) -> None:
    """A version of a team's key that the attacker sealed to the recovery key themself stops the recovery, in words."""
    thief = Thief()
    org = Organisation.objects.get(pk=cast.aurora)
    ring = RingVersion.objects.get(team__org=org, team__kind=RingKind.INTAKE)
    planted = vault.new_ring(ring.team_id, 2)
    row = RingVersion.objects.create(
        team_id=ring.team_id, version=2, public=planted.principal.public.raw, made_on=NOW.date(),
        signature=thief.signer.sign("ring", b"mine"),
    )  # fmt: skip
    recovery = vault.Principal("recovery", org.id.bytes, 1, vault.PublicKey.of(bytes(org.recovery)))
    RingSeal.objects.create(ring=row, person=None, sealed=vault.seal_ring(planted, recovery))
    with pytest.raises(NetworkError):
        network.kit.recover(
            cast.aurora, cast.founded["Aurora"].shares[:2], Founder("rosa", "Rosa", f"{PASSWORD} rosa"), NOW
        )
    assert not RingSeal.objects.filter(ring=row).exclude(person=None).exists()
    assert "version 2 of the key of its team `intake` is not signed by it" in _said()
    row.delete()
    network.kit.recover(
        cast.aurora, cast.founded["Aurora"].shares[:2], Founder("rosa", "Rosa", f"{PASSWORD} rosa"), NOW
    )


def test_a_planted_identity_signs_nothing_for_the_keepers(cast: Cast) -> None:
    """The attacker seals an identity of theirs to the keepers' team: the next key keeper does not sign with it."""
    thief = Thief()
    seal = IdentitySeal.objects.select_related("ring").get(org_id=cast.aurora)
    public = vault.PublicKey.of(bytes(seal.ring.public))
    forged = vault.seal_to(public, f"identity/{cast.aurora}", thief.seed.reveal())
    honest = bytes(seal.sealed)
    IdentitySeal.objects.filter(pk=seal.pk).update(sealed=forged)
    with pytest.raises(NetworkError):
        network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)
    IdentitySeal.objects.filter(pk=seal.pk).update(sealed=honest)
    network.people.rotate_ring(cast["amara"], RingKind.INTAKE, "yearly", NOW)


def test_an_agreement_signed_by_a_planted_identity_lets_nothing_go(cast: Cast) -> None:
    """The attacker replaces Nordlys' identity and signs the agreement with their own: the signature fits the row, and
    only the pin tells."""
    thief, today = Thief(), NOW.date()
    made = network.agreements.propose(cast["bao"], cast.nordlys, [HANDOVER], ["story"], today, today, NOW)
    Organisation.objects.filter(pk=cast.nordlys).update(identity=thief.signer.public)
    row = Agreement.objects.get(pk=made)
    row.signature_b = thief.signer.sign("agreement", network.agreements.statement(row))
    row.save()
    answer = network.agreements.check(cast.aurora, cast.nordlys, HANDOVER, ["story"], today)
    assert answer.reason_code == "forged"  # type: ignore[union-attr]


def test_an_agreement_signed_by_both_lets_it_go(cast: Cast) -> None:
    """The control of the test before."""
    today = NOW.date()
    made = network.agreements.propose(cast["bao"], cast.nordlys, [HANDOVER], ["story"], today, today, NOW)
    network.agreements.sign(cast["oda"], made, NOW)
    assert network.agreements.check(cast.aurora, cast.nordlys, HANDOVER, ["story"], today)


def test_the_code_of_another_organisation_makes_nobody_known(cast: Cast) -> None:
    """Beside an identity of the attacker's, or the identity of Aurora under another identifier."""
    thief, aurora = Thief(), Organisation.objects.get(pk=cast.aurora)
    assert network.identities.is_pinned(aurora), "the control: this installation founded it"
    planted = thief.organisation()
    for identity in (thief.signer.public, bytes(aurora.identity)):
        planted.identity, planted.known = identity, bytes(aurora.known)
        planted.save()
        assert not network.identities.is_pinned(planted)


def test_what_the_key_file_names_it_decides_alone(cast: Cast) -> None:
    """A key file that pins another identity is believed, and not the code in the row."""
    aurora, before = Organisation.objects.get(pk=cast.aurora), keyfile.keyfile()
    keyfile.write(keyfile.with_pins(before, cast.aurora, Thief().signer.public, bytes(aurora.recovery)))
    try:
        assert not network.identities.is_pinned(aurora)
    finally:
        keyfile.write(before)
    assert network.identities.is_pinned(aurora), "the control"


def test_an_organisation_that_a_restore_took_away_does_not_come_back_with_its_rows(cast: Cast, data: Path) -> None:
    """It was founded after the backup. Somebody kept its rows and puts them back."""
    people = [Founder(name, name, f"{PASSWORD} {name}", (Role.KEY_KEEPER,)) for name in ("rosa", "timo")]
    made = network.organisations.found("Later", OrgKind.MEMBER, "XD", people, NOW)
    later = Organisation.objects.get(pk=made.org)
    assert network.identities.is_pinned(later), "the control"
    network.marks.go(network.marks.MarkKind.ORG, made.org)
    assert not network.identities.is_pinned(later)
    assert network.identities.is_pinned(Organisation.objects.get(pk=cast.aurora)), "the control: the others stay"
