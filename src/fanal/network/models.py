"""Organisations, people, rings, bundles, agreements. The tables of keys hold public keys and ciphertexts only."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from fanal.network.contracts import OrgKind, PersonState, RingKind
from fanal.vault import Declared, Public
from fanal.vocabulary.ids import new_id

ID = Public("S1", "identifier")
KEY = Public("S1", "public key: opens nothing")
SEAL = Public("S1", "ciphertext of a key, opened only by the key of the one it names")
DAY = Public("S1", "when")
NUMBER = Public("S1", "counts what was changed, so that nothing older comes back")
CODE = Public("S1", "the installation's code over all columns: nobody else changes them")


def _choices(kinds: type[OrgKind] | type[PersonState] | type[RingKind]) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


class Vouched(models.Model):
    """A row under one code of the installation, with a number that each deed counts up (`vouched`)."""

    number = models.PositiveIntegerField(default=0)
    code = models.BinaryField(max_length=64, default=bytes)

    class Meta:
        abstract = True


class Organisation(Vouched):
    """A member, the secretariat, an authority or an office, with its identity and recovery key (public halves)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=_choices(OrgKind))
    country = models.CharField(max_length=2)
    mandates = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=40, default="UTC")
    identity = models.BinaryField(max_length=32)
    recovery = models.BinaryField(max_length=1216)
    recovery_signature = models.BinaryField(max_length=64, default=bytes)
    kit_need = models.PositiveSmallIntegerField(default=2)
    kit_of = models.PositiveSmallIntegerField(default=3)
    kit_test = models.BinaryField()
    kit_code = models.BinaryField(max_length=32, default=bytes)
    kit_drilled_on = models.DateField(null=True, blank=True)
    installation = models.BinaryField(max_length=64)
    founded_on = models.DateField()

    declared = Declared(
        id=ID,
        number=NUMBER,
        code=CODE,
        name=Public("S0", "name of an organisation"),
        kind=Public("S0", "what it is"),
        country=Public("S0", "where it sits"),
        mandates=Public("S0", "countries it works in"),
        languages=Public("S0", "languages it reads"),
        time_zone=Public("S0", "when its hours are"),
        identity=KEY,
        recovery=KEY,
        recovery_signature=Public("S1", "the organisation's signature over the recovery key"),
        kit_need=Public("S1", "how many shares recover"),
        kit_of=Public("S1", "how many shares exist"),
        kit_test=Public("S1", "test seal of the recovery drill: random bytes"),
        kit_code=Public("S1", "a code of the recovery key over the installation's public key: opens nothing"),
        kit_drilled_on=DAY,
        installation=Public("S1", "the organisation's certificate for the installation key"),
        founded_on=DAY,
    )


class People(BaseUserManager["Person"]):
    """The manager that the sign-in library asks for. People are made by deeds only."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser, Vouched):
    """A member of staff. `password` holds the vault's verifier; the keys are in `PersonKey` and `Slot`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=8, choices=_choices(PersonState), default=PersonState.WAITING)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    membership = models.BinaryField(max_length=64, default=bytes)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    is_staff = False
    objects = People()

    declared = Declared(
        id=ID,
        password=Public("S1", "verifier under pepper and 64 MiB Argon2id; the pepper is outside the database"),
        last_login=Public("S1", "a colleague sees when an account was used last"),
        org=Public("S1", "where the person works"),
        username=Public("S2", "sign-in name, chosen by the person; needed to find the account"),
        name=Public("S2", "colleagues must see who holds a concern and who decided"),
        email=Public("S2", "address of notices that hold no content; optional"),
        language=Public("S1", "language of the pages"),
        state=Public("S1", "whether the account may work"),
        joined_on=DAY,
        left_on=DAY,
        membership=Public("S1", "a keeper's signature that this person is a member"),
        number=NUMBER,
        code=CODE,
    )

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state != PersonState.LEFT


class PersonKey(models.Model):
    """The public keys of a person; a new version after a reset that lost the old seed. Older ones stay: they verify
    what the person signed with them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")
    version = models.PositiveIntegerField(default=1)
    kem = models.BinaryField(max_length=1216)
    sign = models.BinaryField(max_length=32, db_index=True)
    since = models.DateField()
    admitted_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    code = models.BinaryField(max_length=32, default=bytes)

    declared = Declared(
        id=ID,
        person=ID,
        version=ID,
        kem=KEY,
        sign=KEY,
        since=DAY,
        admitted_on=DAY,
        until=DAY,
        code=Public("S1", "the installation's code: a key that somebody wrote into the database is nobody's"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="network_one_key_version")]


class Slot(models.Model):
    """One way to unwrap a person's seed: their password, or the recovery code printed once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=8)
    pepper = models.PositiveIntegerField()
    verifier = models.BinaryField(default=bytes)
    sealed = models.BinaryField()

    declared = Declared(
        id=ID,
        person=ID,
        kind=Public("S1", "password or code"),
        pepper=Public("S1", "version of the pepper that it needs"),
        verifier=Public("S1", "tells a wrong recovery code from a right one; of 160 random bits, under the pepper"),
        sealed=SEAL,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="network_one_slot_a_kind")]


class RoleHeld(models.Model):
    """A role that a person holds, and who gave it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    declared = Declared(id=ID, person=ID, role=Public("S1", "what the person may do"), since=DAY, until=DAY)


class GrantHeld(models.Model):
    """A narrow duty with an end date (`product.md` §9)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants_held")
    code = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()

    declared = Declared(id=ID, person=ID, code=Public("S1", "what the person may do"), since=DAY, until=DAY)


class Team(models.Model):
    """A team that holds a ring."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    kind = models.CharField(max_length=12, choices=_choices(RingKind))
    name = models.CharField(max_length=40, blank=True)

    declared = Declared(id=ID, org=ID, kind=Public("S1", "what the team is for"), name=Public("S1", "name of the team"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "kind", "name"], name="network_one_team")]


class TeamMember(models.Model):
    """Who is in a team, since when."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="team_links")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    declared = Declared(id=ID, team=ID, person=ID, since=DAY, until=DAY)


class RingVersion(models.Model):
    """One version of a ring: its public key, signed by the organisation's identity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    public = models.BinaryField(max_length=1216)
    signature = models.BinaryField(max_length=64)
    made_on = models.DateField()
    reason = models.CharField(max_length=20, default="new")

    declared = Declared(
        id=ID,
        team=ID,
        version=ID,
        public=KEY,
        signature=Public("S1", "the organisation's signature over the key"),
        made_on=DAY,
        reason=Public("S1", "new, left, suspicion, yearly or empty"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "version"], name="network_one_ring_version")]


class RingSeal(models.Model):
    """The seed of a ring version, sealed to one person, or to the recovery key (person empty)."""

    ring = models.ForeignKey(RingVersion, on_delete=models.CASCADE, related_name="seals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="ring_seals")
    key_version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    declared = Declared(id=ID, ring=ID, person=ID, key_version=ID, sealed=SEAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ring", "person"], name="network_one_ring_seal")]


class IdentitySeal(models.Model):
    """The organisation's identity seed, sealed to one version of its keepers' ring."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identity_seals")
    ring = models.ForeignKey(RingVersion, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    declared = Declared(id=ID, org=ID, ring=ID, sealed=SEAL)


class Bundle(models.Model):
    """Compartment keys of one record, sealed to one principal."""

    record = models.UUIDField(db_index=True)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    principal = models.BinaryField(max_length=32)
    version = models.PositiveIntegerField()
    compartments = models.JSONField(default=list)
    public = models.BinaryField(max_length=1216, default=bytes)
    sealed = models.BinaryField()
    code = models.BinaryField(max_length=32, default=bytes)

    declared = Declared(
        id=ID,
        record=ID,
        org=ID,
        code=Public("S1", "the installation's code: a bundle that somebody wrote into the database opens nothing"),
        compartments=Public("S1", "which parts of the record it opens"),
        public=Public("S1", "a reporter's public key: opens nothing"),
        kind=Public("S1", "ring, user, reporter or recovery"),
        principal=Public("S1", "who can open it"),
        version=ID,
        sealed=SEAL,
    )


class Tombstone(models.Model):
    """What stays of an erased record: its class and the month, so that counts stay right."""

    record = models.UUIDField(primary_key=True)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    month = models.DateField()
    code = models.BinaryField(max_length=32, default=bytes)

    declared = Declared(
        record=ID,
        org=ID,
        kind=Public("S1", "class of retention"),
        month=DAY,
        code=Public("S1", "the installation's code: nobody else can call a record erased"),
    )


class Agreement(models.Model):
    """What two organisations agreed to pass to each other, signed by both identities, until a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    a = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    purposes = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    starts = models.DateField()
    ends = models.DateField()
    signature_a = models.BinaryField(max_length=64, default=bytes)
    signature_b = models.BinaryField(max_length=64, default=bytes)
    ended_on = models.DateField(null=True, blank=True)

    declared = Declared(
        id=ID,
        a=Public("S1", "party"),
        b=Public("S1", "party"),
        purposes=Public("S1", "what it may serve"),
        categories=Public("S1", "which data may go"),
        starts=DAY,
        ends=DAY,
        signature_a=Public("S1", "signature of a"),
        signature_b=Public("S1", "signature of b"),
        ended_on=DAY,
    )


class Invitation(models.Model):
    """A way in for one person, once, until a day. The link is kept as a hash only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    token = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    roles = models.JSONField(default=list)
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    expires_on = models.DateField()
    used_on = models.DateField(null=True, blank=True)

    declared = Declared(
        id=ID,
        org=ID,
        token=Public("S1", "hash of 256 random bits"),
        name=Public("S2", "colleagues must see whom they invited"),
        roles=Public("S1", "what the person will do"),
        invited_by=ID,
        expires_on=DAY,
        used_on=DAY,
    )


class ResetLink(models.Model):
    """A single-use link to a new password, made by a colleague who confirmed the person outside the system."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    token = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    declared = Declared(
        id=ID, person=ID, token=Public("S1", "hash of 256 random bits"), made_by=ID, expires_at=DAY, used_at=DAY
    )


class SessionRow(models.Model):
    """One staff session: opens only with the cookie and the pepper together."""

    key = models.BinaryField(primary_key=True, max_length=32)
    payload = models.BinaryField()
    person = models.UUIDField(null=True, blank=True, db_index=True)
    idle_until = models.DateTimeField()
    dies_at = models.DateTimeField()

    declared = Declared(
        key=Public("S1", "hash of the cookie"),
        payload=SEAL,
        person=Public("S1", "so that a person can be signed out everywhere"),
        idle_until=DAY,
        dies_at=DAY,
    )
