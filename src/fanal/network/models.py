"""Organisations, people, rings, bundles, agreements. The tables of keys hold public keys and ciphertexts only."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from fanal.columns import AT, DAY, ID, TOKEN, column, key, key_or_none
from fanal.network.contracts import OrgKind, PersonState, RingKind
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

KEY = Public("S1", "public key: opens nothing")
SEAL = Public("S1", "ciphertext of a key, opened only by the key of the one it names")
NUMBER = Public("S1", "counts what was changed, so that nothing older comes back")
CODE = Public("S1", "the installation's code over all columns: nobody else changes them")


def _choices(kinds: type[OrgKind] | type[PersonState] | type[RingKind]) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


class Vouched(models.Model):
    """A row under one code of the installation, with a number that each deed counts up (`vouched`)."""

    number = column(models.PositiveIntegerField(default=0), NUMBER)
    code = column(models.BinaryField(max_length=64, default=bytes), CODE)

    class Meta:
        abstract = True


class Organisation(Vouched):
    """A member, the secretariat, an authority or an office, with its identity and recovery key (public halves)."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    name = column(models.CharField(max_length=120), Public("S0", "name of an organisation"))
    kind = column(models.CharField(max_length=12, choices=_choices(OrgKind)), Public("S0", "what it is"))
    country = column(models.CharField(max_length=2), Public("S0", "where it sits"))
    mandates = column(models.JSONField(default=list), Public("S0", "countries it works in"))
    languages = column(models.JSONField(default=list), Public("S0", "languages it reads"))
    time_zone = column(models.CharField(max_length=40, default="UTC"), Public("S0", "when its hours are"))
    identity = column(models.BinaryField(max_length=32), KEY)
    recovery = column(models.BinaryField(max_length=1216), KEY)
    recovery_signature = column(
        models.BinaryField(max_length=64, default=bytes),
        Public("S1", "the organisation's signature over the recovery key"),
    )
    kit_need = column(models.PositiveSmallIntegerField(default=2), Public("S1", "how many shares recover"))
    kit_of = column(models.PositiveSmallIntegerField(default=3), Public("S1", "how many shares exist"))
    kit_test = column(models.BinaryField(), Public("S1", "test seal of the recovery drill: random bytes"))
    kit_code = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "a code of the recovery key over the installation's public key: opens nothing"),
    )
    kit_drilled_on = column(models.DateField(null=True, blank=True), AT)
    installation = column(models.BinaryField(max_length=64), Public("S1", "its certificate for the installation key"))
    known = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "the installation's code: an organisation that somebody wrote into the database is nobody's"),
    )
    founded_on = column(models.DateField(), AT)
    profile = column(models.CharField(max_length=8, default="full", db_default="full"), Public("S0", "whether small"))
    full_from = column(models.DateField(null=True, blank=True), Public("S0", "from when it is not small any more"))


class People(BaseUserManager["Person"]):
    """The manager that the sign-in library asks for. People are made by deeds only."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser, Vouched):
    """A member of staff. `password` holds the vault's verifier; the keys are in `PersonKey` and `Slot`."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    password = column(
        models.CharField(max_length=128, verbose_name="password"),
        Public("S1", "verifier under pepper and 64 MiB Argon2id; the pepper is outside the database"),
    )
    last_login = column(
        models.DateTimeField(null=True, blank=True, verbose_name="last login"),
        Public("S1", "a colleague sees when an account was used last"),
    )
    org = key(Organisation, Public("S1", "where the person works"), related_name="people")
    username = column(
        models.CharField(max_length=60, unique=True),
        Public("S2", "sign-in name, chosen by the person; needed to find the account"),
    )
    name = column(
        models.CharField(max_length=80), Public("S2", "colleagues must see who holds a concern and who decided")
    )
    email = column(models.EmailField(blank=True), Public("S2", "address of notices that hold no content; optional"))
    language = column(models.CharField(max_length=8, default="en"), Public("S1", "language of the pages"))
    state = column(
        models.CharField(max_length=8, choices=_choices(PersonState), default=PersonState.WAITING),
        Public("S1", "whether the account may work"),
    )
    joined_on = column(models.DateField(), AT)
    left_on = column(models.DateField(null=True, blank=True), AT)
    membership = column(
        models.BinaryField(max_length=64, default=bytes),
        Public("S1", "a keeper's signature that this person is a member"),
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    is_staff = False
    objects = People()

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.state != PersonState.LEFT


class PersonKey(models.Model):
    """The public keys of a person, by version. Older ones stay: they verify what was signed with them."""

    person = key(Person, ID, models.CASCADE, related_name="keys")
    version = column(models.PositiveIntegerField(default=1), ID)
    kem = column(models.BinaryField(max_length=1216), KEY)
    sign = column(models.BinaryField(max_length=32, db_index=True), KEY)
    since = column(models.DateField(), AT)
    admitted_on = column(models.DateField(null=True, blank=True), AT)
    until = column(models.DateField(null=True, blank=True), AT)
    code = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "the installation's code: a key that somebody wrote into the database is nobody's"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="network_one_key_version")]


class Slot(models.Model):
    """One way to unwrap a person's seed: their password, or the recovery code printed once."""

    person = key(Person, ID, models.CASCADE, related_name="slots")
    kind = column(models.CharField(max_length=8), Public("S1", "password or code"))
    pepper = column(models.PositiveIntegerField(), Public("S1", "version of the pepper that it needs"))
    verifier = column(
        models.BinaryField(default=bytes),
        Public("S1", "tells a wrong recovery code from a right one; of 160 random bits, under the pepper"),
    )
    sealed = column(models.BinaryField(), SEAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="network_one_slot_a_kind")]


class RoleHeld(models.Model):
    """A role that a person holds, and who gave it."""

    person = key(Person, ID, models.CASCADE, related_name="roles_held")
    role = column(models.CharField(max_length=30), Public("S1", "what the person may do"))
    since = column(models.DateField(), AT)
    until = column(models.DateField(null=True, blank=True), AT)


class GrantHeld(models.Model):
    """A narrow duty with an end date (docs/access.md, "Duties for a time")."""

    person = key(Person, ID, models.CASCADE, related_name="grants_held")
    code = column(models.CharField(max_length=40), Public("S1", "what the person may do"))
    since = column(models.DateField(), AT)
    until = column(models.DateField(), AT)


class Team(models.Model):
    """A team that holds a ring. The organisation signs the name with each version of the key, so it never changes."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE, related_name="teams")
    kind = column(models.CharField(max_length=12, choices=_choices(RingKind)), Public("S1", "what the team is for"))
    name = column(
        models.CharField(max_length=40, blank=True), Public("S1", "name of the team; the main one of its kind has none")
    )
    closed_on = column(models.DateField(null=True, blank=True), AT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "kind", "name"], name="network_one_team")]


class TeamMember(models.Model):
    """Who is in a team, since when."""

    team = key(Team, ID, models.CASCADE, related_name="members")
    person = key(Person, ID, models.CASCADE, related_name="team_links")
    since = column(models.DateField(), AT)
    until = column(models.DateField(null=True, blank=True), AT)


class Rota(Vouched):
    """Who is on duty for a team, and who is deputy: person and deputy by the first day of each week, and of single days
    that are otherwise. Duty is handed over on a day of the week at a minute of it, in the time of the organisation."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE)
    team = column(models.OneToOneField(Team, on_delete=models.CASCADE, related_name="rota"), ID)
    weekday = column(models.PositiveSmallIntegerField(default=0), Public("S1", "day of handing over, Monday is 0"))
    minute = column(models.PositiveSmallIntegerField(default=480), Public("S1", "minute of the day of handing over"))
    weeks = column(models.JSONField(default=dict), Public("S1", "who is alerted, by week"))
    days = column(models.JSONField(default=dict), Public("S1", "who is alerted on single days"))


class RingVersion(models.Model):
    """One version of a ring: its public key, signed by the organisation's identity."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    team = key(Team, ID, models.CASCADE, related_name="versions")
    version = column(models.PositiveIntegerField(), ID)
    public = column(models.BinaryField(max_length=1216), KEY)
    signature = column(models.BinaryField(max_length=64), Public("S1", "the organisation's signature over the key"))
    made_on = column(models.DateField(), AT)
    reason = column(
        models.CharField(max_length=20, default="new"), Public("S1", "new, left, suspicion, yearly, empty or closed")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "version"], name="network_one_ring_version")]


class RingSeal(models.Model):
    """The seed of a ring version, sealed to one person, or to the recovery key (person empty)."""

    ring = key(RingVersion, ID, models.CASCADE, related_name="seals")
    person = key_or_none(Person, ID, models.CASCADE, related_name="ring_seals")
    key_version = column(models.PositiveIntegerField(default=1), ID)
    sealed = column(models.BinaryField(), SEAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ring", "person"], name="network_one_ring_seal")]


class IdentitySeal(models.Model):
    """The organisation's identity seed, sealed to one version of its keepers' ring."""

    org = key(Organisation, ID, models.CASCADE, related_name="identity_seals")
    ring = key(RingVersion, ID, models.CASCADE)
    sealed = column(models.BinaryField(), SEAL)


class Bundle(models.Model):
    """Compartment keys of one record, sealed to one principal."""

    record = column(models.UUIDField(db_index=True), ID)
    org = key(Organisation, ID, models.CASCADE)
    kind = column(models.CharField(max_length=8), Public("S1", "ring, user, reporter or recovery"))
    principal = column(models.BinaryField(max_length=32), Public("S1", "who can open it"))
    version = column(models.PositiveIntegerField(), ID)
    compartments = column(models.JSONField(default=list), Public("S1", "which parts of the record it opens"))
    public = column(
        models.BinaryField(max_length=1216, default=bytes), Public("S1", "a reporter's public key: opens nothing")
    )
    sealed = column(models.BinaryField(), SEAL)
    code = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "the installation's code: a bundle that somebody wrote into the database opens nothing"),
    )


class HeldByName(models.Model):
    """What a person was ever granted by name: within reach of their account also after the bundle went
    (docs/network.md, "People's own keys")."""

    record = column(models.UUIDField(db_index=True), ID)
    person = key(Person, ID, models.CASCADE, indexed=False)
    compartments = column(models.JSONField(default=list), Public("S1", "which parts of the record it opened"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "record"], name="network_held_once")]


class HeldByTeam(models.Model):
    """What the key of a team opened until a day, and then went into other hands: within its reach before."""

    record = column(models.UUIDField(db_index=True), ID)
    team = key(Team, ID, models.CASCADE, indexed=False)
    compartments = column(models.JSONField(default=list), Public("S1", "which parts of the record it opened"))
    until = column(models.DateField(), DAY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "record"], name="network_team_held_once")]


class Tombstone(models.Model):
    """What stays of an erased record: its class and the month, so that counts stay right."""

    record = column(models.UUIDField(primary_key=True), ID)
    org = key(Organisation, ID, models.CASCADE)
    kind = column(models.CharField(max_length=40), Public("S1", "class of retention"))
    month = column(models.DateField(), AT)
    code = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "the installation's code: nobody else can call a record erased"),
    )


class Agreement(models.Model):
    """What two organisations agreed to pass to each other, signed by both identities, until a day."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    a = key(Organisation, Public("S1", "party"), models.CASCADE)
    b = key(Organisation, Public("S1", "party"), models.CASCADE)
    purposes = column(models.JSONField(default=list), Public("S1", "what it may serve"))
    categories = column(models.JSONField(default=list), Public("S1", "which data may go"))
    starts = column(models.DateField(), AT)
    ends = column(models.DateField(), AT)
    signature_a = column(models.BinaryField(max_length=64, default=bytes), Public("S1", "signature of a"))
    signature_b = column(models.BinaryField(max_length=64, default=bytes), Public("S1", "signature of b"))
    ended_on = column(models.DateField(null=True, blank=True), AT)


class Invitation(models.Model):
    """A way in for one person, once, until a day. The link is kept as a code only."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE)
    token = column(models.BinaryField(max_length=32, unique=True), TOKEN)
    name = column(models.CharField(max_length=80), Public("S2", "colleagues must see whom they invited"))
    roles = column(models.JSONField(default=list), Public("S1", "what the person will do"))
    teams = column(models.JSONField(default=list), Public("S1", "which named teams the person joins"))
    invited_by = key(Person, ID, models.CASCADE)
    expires_on = column(models.DateField(), AT)
    used_on = column(models.DateField(null=True, blank=True), AT)


class ResetLink(models.Model):
    """A single-use link to a new password, made by a colleague who confirmed the person outside the system."""

    person = key(Person, ID, models.CASCADE)
    token = column(models.BinaryField(max_length=32, unique=True), TOKEN)
    made_by = key(Person, ID, models.CASCADE)
    expires_at = column(models.DateTimeField(), AT)
    used_at = column(models.DateTimeField(null=True, blank=True), AT)


class Founding(models.Model):
    """An organisation that two people may found by links of theirs, until a day. `org` is the secretariat that let it
    in (docs/founding.md)."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    name = column(models.CharField(max_length=120), Public("S0", "name of an organisation"))
    kind = column(models.CharField(max_length=12, choices=_choices(OrgKind)), Public("S0", "what it is"))
    country = column(models.CharField(max_length=2), Public("S0", "where it sits"))
    mandates = column(models.JSONField(default=list), Public("S0", "countries it works in"))
    languages = column(models.JSONField(default=list), Public("S0", "languages it reads"))
    time_zone = column(models.CharField(max_length=40, default="UTC"), Public("S0", "when its hours are"))
    made_by = key(Person, ID)
    made_on = column(models.DateField(), AT)
    expires_on = column(models.DateField(), AT)
    founded = key_or_none(Organisation, Public("S0", "the organisation that was founded"))


class FounderLink(models.Model):
    """The link of one of the two founders, and what waits of it: their account until both are ready, then their share
    of the recovery kit until they have seen it and typed it back."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    founding = key(Founding, ID, models.CASCADE, related_name="links")
    number = column(models.PositiveSmallIntegerField(), ID)
    name = column(models.CharField(max_length=80), Public("S2", "the secretariat must see whom it let in"))
    email = column(models.EmailField(), Public("S2", "address of the founder; notices that hold no content go there"))
    token = column(models.BinaryField(max_length=32, unique=True), TOKEN)
    username = column(
        models.CharField(max_length=60, blank=True),
        Public("S2", "sign-in name, chosen by the person; nobody else takes it meanwhile"),
    )
    account = column(
        models.BinaryField(default=bytes),
        Public("S1", "verifier, public keys and wrapped seed, sealed by the key file"),
    )
    person = key_or_none(Person, ID)
    share = column(models.BinaryField(default=bytes), SEAL)
    proof = column(
        models.BinaryField(max_length=32, default=bytes),
        Public("S1", "the installation's code over the share that the founder must type back"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["founding", "number"], name="network_one_link_a_founder"),
            models.UniqueConstraint(fields=["username"], condition=~models.Q(username=""), name="network_one_founder"),
        ]


class SessionRow(models.Model):
    """One staff session: opens only with the cookie and the pepper together."""

    key = column(models.BinaryField(primary_key=True, max_length=32), Public("S1", "hash of the cookie"))
    payload = column(models.BinaryField(), SEAL)
    person = column(
        models.UUIDField(null=True, blank=True, db_index=True),
        Public("S1", "so that a person can be signed out everywhere"),
    )
    idle_until = column(models.DateTimeField(), AT)
    dies_at = column(models.DateTimeField(), AT)
