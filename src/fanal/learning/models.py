"""Who learns, and what they did (clear: there is no contact data, and nothing that anybody wrote in own words)."""

from django.db import models

from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_COURSE = Public("S1", "which course, in which version and language")
_COUNT = Public("S1", "what came of an attempt; shown to its learner alone")


class Learner(models.Model):
    """Somebody who learns. No address, no telephone, no date of birth, no nationality, no picture. `opened_at`: when
    somebody else last made their card anew or opened it: what was done before stays closed from then on, so that
    whoever trains them reads nothing of it by taking their place."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    label = column(
        models.CharField(max_length=80), Public("S2", "name or number by which the employer lists its own people")
    )
    language = column(models.CharField(max_length=12), Public("S1", "in which language they learn"))
    made_on = column(models.DateField(), DAY)
    course = column(
        models.CharField(max_length=40, blank=True, db_default=""), Public("S1", "to which course they were invited")
    )
    opened_at = column(models.DateTimeField(null=True, blank=True), AT)
    code = column(
        models.CharField(max_length=40, blank=True, db_default=""),
        Public("S2", "number of somebody in the employer's own list"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "code"], condition=~models.Q(code=""), name="learning_one_person_a_code"
            ),
        ]


class Card(models.Model):
    """The card with which somebody signs in. Neither its code nor the PIN is stored: 80 random bits under SHA-256, and
    both under the pepper. `wrong`: PINs that did not fit since the last that did; `made_by`: nobody where somebody was
    invited from another room, of which nothing is known here, and `made_at` is the day."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    learner = key(Learner, ID, models.CASCADE, related_name="cards")
    digest = column(models.CharField(max_length=64, unique=True), Public("S1", "SHA-256 of 80 random bits"))
    verifier = column(
        models.CharField(max_length=64, blank=True), Public("S1", "of card and PIN under the pepper; empty: no PIN yet")
    )
    pepper = column(models.PositiveIntegerField(default=0), Public("S1", "version of the pepper of the verifier"))
    wrong = column(models.PositiveSmallIntegerField(default=0), Public("S1", "PINs that did not fit"))
    waits_until = column(models.DateTimeField(null=True, blank=True), AT)
    locked_at = column(models.DateTimeField(null=True, blank=True), AT)
    made_at = column(models.DateTimeField(), AT)
    made_by = key_or_none(Person, WHO)
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)


class Seat(models.Model):
    """A device at which somebody has signed in with a card. Ends ten minutes after the last page."""

    digest = column(
        models.CharField(max_length=64, primary_key=True), Public("S1", "of 256 random bits, under the key file")
    )
    card = key(Card, ID, models.CASCADE)
    born_at = column(models.DateTimeField(), AT)
    seen_at = column(models.DateTimeField(db_index=True), AT)


class LinkedCard(models.Model):
    """That a learner is somebody of the staff, who signed for it in their own account with card and PIN: what they pass
    gives them clearances. Once, for each of the two."""

    whole = ("person", "learner", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    person: models.OneToOneField[Person, Person] = column(
        models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+"), WHO
    )
    learner: models.OneToOneField[Learner, Learner] = column(
        models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="linked"), ID
    )
    at = column(models.DateTimeField(), AT)


class Cohort(models.Model):
    """People who learn together: of a site, a shelter, a team."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    label = column(models.CharField(max_length=80), Public("S1", "name of a site, a shelter or a team"))
    country = column(models.CharField(max_length=2), Public("S1", "where it is"))
    kind = column(models.CharField(max_length=10), Public("S1", "site, shelter or team"))
    made_on = column(models.DateField(), DAY)
    closed_on = column(models.DateField(null=True, blank=True), DAY)
    code = column(
        models.CharField(max_length=40, blank=True, db_default=""), Public("S1", "its code in the employer's own list")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "code"], condition=~models.Q(code=""), name="learning_one_cohort_a_code"
            ),
        ]


class Brought(models.Model):
    """A table that somebody took in: of posts, or of courses that were done elsewhere. Of the table itself nothing is
    kept but a hash of its rows."""

    id = column(models.UUIDField(primary_key=True, editable=False), ID)
    org = key(Organisation, ID)
    kind = column(models.CharField(max_length=12), Public("S1", "posts or completions"))
    digest = column(models.CharField(max_length=64), Public("S1", "SHA-256 of the rows that were taken in"))
    rows = column(models.PositiveIntegerField(), Public("S1", "how many rows were taken in"))
    refused = column(models.PositiveIntegerField(), Public("S1", "how many rows were left out"))
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
    undone_at = column(models.DateTimeField(null=True, blank=True), AT)


class Post(models.Model):
    """That somebody works in a role somewhere, since when, until when. `table`: the table that wrote it last, where a
    person did not since."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    learner = key(Learner, ID, models.CASCADE, related_name="posts")
    cohort = key(Cohort, ID, related_name="posts")
    role = column(models.CharField(max_length=30), Public("S1", "what somebody does there"))
    agency = column(models.BooleanField(default=False), Public("S1", "whether an agency sent them"))
    since = column(models.DateField(), DAY)
    until = column(models.DateField(null=True, blank=True), DAY)
    table = key_or_none(Brought, ID, models.SET_NULL, related_name="posts")


class PostBefore(models.Model):
    """What a post was before a table changed it, so that the table can be taken back."""

    table = key(Brought, ID, models.CASCADE, related_name="before")
    post = key(Post, ID, models.CASCADE)
    since = column(models.DateField(), DAY)
    until = column(models.DateField(null=True, blank=True), DAY)
    agency = column(models.BooleanField(), Public("S1", "whether an agency sent them"))


class Completion(models.Model):
    """That an employer says that somebody did a course elsewhere: claimed, shown apart, never a certificate.
    `signed_on`: when they signed that they had it, on a paper that the employer keeps, as some laws ask."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    learner = key(Learner, ID, models.CASCADE, related_name="completions")
    table = key(Brought, ID, models.CASCADE, related_name="completions")
    source = column(models.CharField(max_length=40, blank=True), Public("S1", "which system it comes from"))
    source_id = column(models.CharField(max_length=60), Public("S1", "its number there"))
    course = column(models.CharField(max_length=40), _COURSE)
    version = column(models.PositiveSmallIntegerField(), _COURSE)
    language = column(models.CharField(max_length=12), _COURSE)
    completed_on = column(models.DateField(), DAY)
    minutes = column(models.PositiveSmallIntegerField(), Public("S1", "how long it is said to have taken"))
    interactive = column(
        models.BooleanField(null=True, blank=True), Public("S1", "whether people took part; nothing: not said")
    )
    signed_on = column(models.DateField(null=True, blank=True), DAY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "source", "source_id"], name="learning_one_completion"),
        ]


class KeptCourse(models.Model):
    """A version of a course as it was when it was given first: its files in one piece, and the installation's signature
    over their hash. What somebody began counts in the version that it was then, also where another is here by now."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    code = column(models.CharField(max_length=40), _COURSE)
    version = column(models.PositiveSmallIntegerField(), _COURSE)
    digest = column(models.CharField(max_length=64), Public("S0", "SHA-256 of the files"))
    content = column(models.BinaryField(), Public("S0", "the files of a course that everybody reads"))
    signature = column(models.BinaryField(max_length=64), Public("S0", "over code, version and hash"))
    kept_at = column(models.DateTimeField(), AT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="learning_one_kept_version"),
        ]


class Attempt(models.Model):
    """One go at the lessons, or at a form, of one version of a course. What came of it is counted once it is finished;
    its events are the record. `kept_until`: of one that was made without a network, until when it can be confirmed,
    and waits for what is still on the device. `code`: that it stands with its events as a deed left it (`proved`)."""

    whole = (
        "learner", "course", "version", "language", "use", "form", "seed", "started_at", "finished_at", "confirmed",
        "kept_until", "passed", "situations", "right", "harmful", "concerns", "hits", "harmless", "false_alarms",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    learner = key(Learner, ID, models.CASCADE, indexed=False)
    course = column(models.CharField(max_length=40), _COURSE)
    version = column(models.PositiveSmallIntegerField(), _COURSE)
    language = column(models.CharField(max_length=12), _COURSE)
    use = column(models.CharField(max_length=10), Public("S1", "lessons, or what a form is for"))
    form = column(models.CharField(max_length=10, blank=True), Public("S1", "which form"))
    seed = column(models.CharField(max_length=32), Public("S1", "random; gives order and arms of pairs"))
    started_at = column(models.DateTimeField(), AT)
    finished_at = column(models.DateTimeField(null=True, blank=True), AT)
    confirmed = column(
        models.BooleanField(default=True, db_default=True),
        Public("S1", "whether somebody said, with PIN or face to face, whose it is"),
    )
    kept_until = column(models.DateTimeField(null=True, blank=True), AT)
    passed = column(models.BooleanField(null=True), _COUNT)
    situations = column(models.PositiveSmallIntegerField(default=0), _COUNT)
    right = column(models.PositiveSmallIntegerField(default=0), _COUNT)
    harmful = column(models.PositiveSmallIntegerField(default=0), _COUNT)
    concerns = column(models.PositiveSmallIntegerField(default=0), _COUNT)
    hits = column(models.PositiveSmallIntegerField(default=0), _COUNT)
    harmless = column(models.PositiveSmallIntegerField(default=0), _COUNT)
    false_alarms = column(models.PositiveSmallIntegerField(default=0), _COUNT)
    code = column(
        models.BinaryField(max_length=64, default=bytes, db_default=b""),
        Public("S1", "code of the installation over the row and its events; empty: of before, or changed"),
    )

    class Meta:
        indexes = [models.Index(fields=["learner", "course"], name="learning_attempts_of")]


class Event(models.Model):
    """Something that somebody did in an attempt. Only added; a client sends each under a number of its own, once."""

    attempt = key(Attempt, ID, models.CASCADE, related_name="events")
    client = column(models.UUIDField(), Public("S1", "which device, for as long as it holds an attempt"))
    seq = column(models.PositiveIntegerField(), Public("S1", "the number under which the client sent it"))
    kind = column(models.CharField(max_length=20), Public("S1", "what it was"))
    item = column(models.CharField(max_length=60, blank=True), Public("S1", "page, situation or question"))
    choice = column(models.CharField(max_length=60, blank=True), Public("S1", "which of the choices that were offered"))
    at = column(models.DateTimeField(), AT)
    skew = column(
        models.IntegerField(default=0, db_default=0),
        Public("S1", "seconds by which the clock of the device was behind ours"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "seq"], name="learning_one_event")]


class SkillCheck(models.Model):
    """What somebody does in practice, skill by skill of a course: as a trained observer saw it, or, three months later,
    as they and a supervisor say. Codes alone: nothing is written about it, and no child is named. `by`: who of the
    staff; nobody where the learner says it."""

    whole = ("learner", "course", "version", "step", "marks", "barriers", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    learner = key(Learner, ID, models.CASCADE, related_name="checks", indexed=False)
    course = column(models.CharField(max_length=40), _COURSE)
    version = column(models.PositiveSmallIntegerField(), _COURSE)
    step = column(models.CharField(max_length=10), Public("S1", "seen in practice, or used three months later"))
    marks = column(models.JSONField(default=dict), Public("S1", "by skill, one of a few codes"))
    barriers = column(models.JSONField(default=dict), Public("S1", "by skill that is not used, why: a code"))
    by = key_or_none(Person, WHO)
    at = column(models.DateTimeField(), AT)

    class Meta:
        indexes = [models.Index(fields=["learner", "course"], name="learning_checks_of")]


class Supervised(models.Model):
    """That somebody talked with somebody about their work: on which day, in which form, with whom as a role. Nothing of
    what was said."""

    learner = key(Learner, ID, models.CASCADE, related_name="supervised")
    on = column(models.DateField(), DAY)
    kind = column(models.CharField(max_length=12), Public("S1", "alone, in a group, or among colleagues"))
    with_role = column(models.CharField(max_length=12), Public("S1", "with whom, as a role"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "on", "kind", "with_role"], name="learning_supervised_once")
        ]


class Certificate(models.Model):
    """That somebody passed a course. What it says stands in the signed token, and the journal names the row: one that
    was changed is not believed. It names no employer; of the holder's name it holds a salted hash. Who has their
    learning deleted leaves it as a number."""

    whole = (
        "learner", "org", "code", "course", "version", "language", "attempt", "issued_at", "expires_on", "list_number",
        "list_index", "token",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    learner = key_or_none(Learner, ID, models.SET_NULL, related_name="certificates")
    org = key(Organisation, Public("S1", "who issued it: never the employer"))
    code = column(models.CharField(max_length=10, unique=True), Public("S1", "the short code on it"))
    course = column(models.CharField(max_length=40), _COURSE)
    version = column(models.PositiveSmallIntegerField(), _COURSE)
    language = column(models.CharField(max_length=12), _COURSE)
    attempt = column(models.UUIDField(unique=True), Public("S1", "for which attempt: once"))
    issued_at = column(models.DateTimeField(), AT)
    expires_on = column(models.DateField(), DAY)
    list_number = column(models.PositiveIntegerField(), Public("S0", "which status list"))
    list_index = column(models.PositiveIntegerField(), Public("S0", "its place there, drawn at random"))
    token = column(models.TextField(), Public("S1", "the credential, signed; the name as a salted hash"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list_number", "list_index"], name="learning_one_place"),
        ]


class StatusList(models.Model):
    """The status list of certificates as it was signed last."""

    number = column(models.PositiveIntegerField(primary_key=True), Public("S0", "from 1"))
    signed_at = column(models.DateTimeField(), AT)
    token = column(models.TextField(), Public("S0", "the list, signed, for everybody"))


class GroupSession(models.Model):
    """People who do a course together before one screen, and who led them. `took`: its minutes; of the sign-in sheet,
    which stays with the employer, a hash and the number of lines; `limits`: what somebody else should look at."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    cohort = key(Cohort, ID)
    course = column(models.CharField(max_length=40), _COURSE)
    version = column(models.PositiveSmallIntegerField(), _COURSE)
    language = column(models.CharField(max_length=12), _COURSE)
    minutes = column(models.PositiveSmallIntegerField(), Public("S1", "how long it is planned to take"))
    planned_on = column(models.DateField(), DAY)
    led_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
    started_at = column(models.DateTimeField(null=True, blank=True), AT)
    closed_at = column(models.DateTimeField(null=True, blank=True), AT)
    took = column(models.PositiveSmallIntegerField(default=0), Public("S1", "how long it took"))
    late = column(models.CharField(max_length=12, blank=True), Public("S1", "why it was closed late, as a code"))
    sheet_digest = column(models.CharField(max_length=64, blank=True), Public("S1", "SHA-256 of the sign-in sheet"))
    sheet_count = column(models.PositiveSmallIntegerField(default=0), Public("S1", "how many signed it"))
    limits = column(models.CharField(max_length=40, blank=True), Public("S1", "what to look at, as codes"))
    confirmed_at = column(models.DateTimeField(null=True, blank=True), AT)
    confirmed_by = key_or_none(Person, WHO)


class Attendance(models.Model):
    """That somebody was there, from when until when."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    session = key(GroupSession, ID, models.CASCADE, related_name="attendances")
    learner = key(Learner, ID, models.CASCADE, related_name="attendances")
    how = column(models.CharField(max_length=8), Public("S1", "by card, by the list, or by name"))
    in_at = column(models.DateTimeField(), AT)
    out_at = column(models.DateTimeField(null=True, blank=True), AT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="learning_there_once")]


class Sheet(models.Model):
    """Situations on paper for one person: a form drawn at random, in an order of its own. `letters`: what was typed of
    it, until the person confirms with card and PIN that it is theirs, or 60 days are over; `second`: whether somebody
    else types it once more. `code`: that the row is as a deed here left it (`sessions/paper`)."""

    whole = (
        "session", "learner", "number", "form", "seed", "second", "letters", "typed_at", "typed_by", "read_at",
        "attempt",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    session = key(GroupSession, ID, models.CASCADE, related_name="sheets")
    learner = key(Learner, ID, models.CASCADE)
    number = column(models.PositiveSmallIntegerField(), Public("S1", "which sheet of the session"))
    form = column(models.CharField(max_length=10), Public("S1", "which form"))
    seed = column(models.CharField(max_length=32), Public("S1", "random; gives order and arms of pairs"))
    second = column(models.BooleanField(), Public("S1", "whether it is read twice, drawn at random"))
    letters = column(models.CharField(max_length=60, blank=True), Public("S1", "letters of choices, until confirmed"))
    typed_at = column(models.DateTimeField(null=True, blank=True), AT)
    typed_by = key_or_none(Person, WHO)
    read_at = column(models.DateTimeField(null=True, blank=True), AT)
    attempt = column(models.UUIDField(null=True, blank=True), Public("S1", "what became of it"))
    code = column(
        models.BinaryField(max_length=64, default=bytes, db_default=b""),
        Public("S1", "a code of the installation over the row"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="learning_one_sheet")]
