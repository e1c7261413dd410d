"""The network of the demonstration: organisations, second steps, agreements of every standing, comings and goings."""

from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP

from fanal.access.api import clearing
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.concerns.access_terms import OPENERS, TRAINED
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, OrgKind, RingKind, Role
from fanal.network.models import Person
from fanal.site.demo.cast import HOUSES, MEMBERS, NEWCOMER, PASSWORD, SECOND, House
from fanal.site.demo.stage import Play, Stage
from fanal.vocabulary.codes import DataCategory

FOUNDED, TRUSTED = 700, 409
"""Days ago. They were there before they opened the forms, which took clearances."""
_SHIFT = timedelta(minutes=5)
_WHAT_WAS_SEEN = (DataCategory.EXISTENCE, DataCategory.LOCATION, DataCategory.STORY)
_WITH_ADULT = (*_WHAT_WAS_SEEN, DataCategory.OFFENDER)
_WITH_CHILD = (*_WITH_ADULT, DataCategory.IDENTITY)
_ENCODED = (DataCategory.IDENTITY,)
_CONCERNS = (AgreementPurpose.CONCERN_HANDOVER,)
_LINKAGE = (AgreementPurpose.LINKAGE_COUNTING,)
_CARE = (AgreementPurpose.REFERRAL, AgreementPurpose.CASE_TRANSFER)
_OF_A_CHILD = (
    DataCategory.EXISTENCE, DataCategory.CONTACT, DataCategory.SERVICES, DataCategory.STORY, DataCategory.IDENTITY,
)  # fmt: skip
_BOTH = (AgreementPurpose.CONCERN_HANDOVER, AgreementPurpose.CONFLICT_OF_INTEREST)

_SECOND = (AgreementPurpose.SECOND_PERSON,)
_KEEPERS = {"aurora": "bao", "nordlys": "oda", "tilia": "idris", "quieto": "kaya", "lanterns": "alba",
            "police": "vito", "office": "tove", "counts": "xenia"}  # fmt: skip


def found(stage: Stage) -> None:
    """Found every organisation and give everybody a second step."""
    when = stage.ago(days=FOUNDED)
    for house in HOUSES:
        _house(stage, house, when)
        when += _SHIFT


def _house(stage: Stage, house: House, when: datetime) -> None:
    made = network.organisations.found(
        house.name,
        house.kind,
        house.country,
        house.people,
        when,
        mandates=house.mandates,
        languages=house.languages,
        time_zone=house.time_zone,
    )
    stage.enter(house.key, made)
    for person in Person.objects.filter(org_id=made.org):
        TOTP.activate(person, SECOND)
        network.vouched.seal(person)
    if house.kind in {OrgKind.MEMBER, OrgKind.SECRETARIAT}:  # these have yet to try their recovery kit
        network.kit.drill(made.org, made.shares[:2], max(when, stage.ago(days=45)))


def clear(stage: Stage) -> None:
    """Managers clear people for concerns and files, the safeguarding lead the managers. That of Femi ends soon."""
    when = stage.ago(days=TRUSTED)
    for house in MEMBERS.values():
        (manager,) = (one.username for one in house.people if Role.MANAGER in one.roles)
        lead = next(one.username for one in house.people if Role.SAFEGUARDING_LEAD in one.roles)
        for one in house.people:
            by, days = (lead if one.username == manager else manager), (20 if one.username == "femi" else 240)
            until, whom = (stage.now + timedelta(days=days)).date(), network.person(stage.person(one.username))
            needed = {TRAINED: clearing.Basis.COURSE} if not {*one.roles}.isdisjoint(OPENERS) else {}
            if not {*one.roles}.isdisjoint((*WORKERS, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER)):
                needed |= dict.fromkeys(CLEARED, clearing.Basis.CERTIFICATE)
            for code, basis in needed.items():
                clearing.give(stage.actor(by), whom, code, basis, until, when)
    stage.rings_changed()  # everybody may do more now


def agree(stage: Stage, play: Play) -> None:
    """Agreements: in force, about to end, ended by time, ended by a party, unsigned; and between some none at all."""
    year = 365
    agreements = (
        # who, with whom, purposes, data, first and last day from now, whether the partner signs
        ("aurora", "nordlys", _BOTH, _WITH_CHILD, -400, 126 + year, True),
        ("aurora", "nordlys", _CARE, _OF_A_CHILD, -400, 126 + year, True),
        ("aurora", "police", _CONCERNS, _WITH_ADULT, -380, 210, True),
        ("aurora", "tilia", _CONCERNS, _WHAT_WAS_SEEN, -390, 34, True),
        ("nordlys", "tilia", _CONCERNS, _WHAT_WAS_SEEN, -390, -20, True),
        ("tilia", "quieto", _CONCERNS, _WITH_ADULT, -370, 250, True),
        ("nordlys", "quieto", _CONCERNS, _WHAT_WAS_SEEN, -9, 3 * year, False),
        ("tilia", "nordlys", _BOTH, _WITH_ADULT, 7, 7 + 2 * year, True),
        ("lanterns", "aurora", _SECOND, _WITH_ADULT, -62, 400, True),
        ("lanterns", "nordlys", _BOTH[1:], _WITH_ADULT, -62, 400, True),
        ("aurora", "counts", _LINKAGE, _ENCODED, -80, 400, True),
        ("nordlys", "counts", _LINKAGE, _ENCODED, -78, 400, True),
        ("tilia", "counts", _LINKAGE, _ENCODED, -75, 400, True),
    )
    for a, b, purposes, data, first, last, signed in agreements:
        when = stage.ago(days=min(-first, 400) if first < 0 else 6)
        starts, ends = (stage.now + timedelta(days=days) for days in (first, last))
        made = network.agreements.propose(
            stage.actor(_KEEPERS[a]), stage.orgs[b], purposes, data, starts.date(), ends.date(), when
        )
        if signed:
            network.agreements.sign(stage.actor(_KEEPERS[b]), made, when + _SHIFT)
    _end_one(stage, play)


def _end_one(stage: Stage, play: Play) -> None:
    """Casa Aurora and the member in XD agreed once, and Casa Aurora ended it: today nothing may go there."""
    made = network.agreements.propose(
        stage.actor("bao"),
        stage.orgs["quieto"],
        _CONCERNS,
        _WHAT_WAS_SEEN,
        stage.ago(days=300).date(),
        (stage.now + timedelta(days=400)).date(),
        stage.ago(days=301),
    )
    network.agreements.sign(stage.actor("kaya"), made, stage.ago(days=300))
    play.at(stage.ago(days=150), lambda when: network.agreements.end(stage.actor("bao"), made, when))


def come_and_go(stage: Stage, play: Play) -> None:
    """Hugo leaves, so that his teams' keys are made anew; Gita joins and waits; one more is invited."""
    hugo = stage.person("hugo")

    def leave(when: datetime) -> None:
        network.people.end_membership(stage.actor("amara"), hugo, when)
        stage.rings_changed()

    def yearly(when: datetime) -> None:
        network.people.rotate_ring(stage.actor("oda"), RingKind.INTAKE, "yearly", when)
        stage.rings_changed()

    def join(when: datetime) -> None:
        token = network.people.invite(stage.actor("bao"), "Gita Rao", (Role.INTAKE_OFFICER,), when)
        network.people.accept(token, NEWCOMER, PASSWORD, when + _SHIFT)

    def invite(when: datetime) -> None:
        network.people.invite(stage.actor("bao"), "Lea Ngo", (Role.SUPERVISOR,), when)

    play.at(stage.ago(days=97), leave)
    play.at(stage.ago(days=41), yearly)
    play.at(stage.ago(days=1, hours=3), join)
    play.at(stage.ago(days=2), invite)
