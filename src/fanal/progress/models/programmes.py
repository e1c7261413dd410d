"""Programmes of prevention (docs/progress.md, "Programmes of prevention"). Children are counted, never listed: no row
here is a person."""

from uuid import UUID

from django.db import models

from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_SAID = Public("S1", "what a programme of prevention says of itself; no person is named")
_COUNT = Public("S1", "sums of a programme over groups of people; few are shown to nobody else")
_MONEY = Public("S1", "what a programme costs, and who pays")


class Programme(models.Model):
    """A programme, or a policy. `theory`: the outline that is its source. `comparison`, `same`, `planned_on`,
    `independent`: how it is looked at. `raised`, `in_time`, `safe_until`: concerns about safety in it, and how many of
    them were answered within 72 hours (P10). `admin1` stays inside."""

    whole = (
        "org", "kind", "title", "country", "admin1", "starts", "ends", "reaches", "ages", "settings", "push",
        "approach", "lead", "adverse", "org_ref", "theory", "comparison", "same", "planned_on", "independent",
        "raised", "in_time", "safe_until", "state", "published_at", "made_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    version = column(models.PositiveIntegerField(default=1), VERSION)
    kind = column(models.CharField(max_length=10), _SAID)
    title = column(models.CharField(max_length=160), _SAID)
    country = column(models.CharField(max_length=2), _SAID)
    admin1 = column(models.CharField(max_length=80, blank=True), _SAID)
    starts = column(models.DateField(), DAY)
    ends = column(models.DateField(null=True, blank=True), DAY)
    reaches = column(models.CharField(max_length=200), _SAID)
    ages = column(models.JSONField(default=list), _SAID)
    settings = column(models.JSONField(default=list), _SAID)
    push = column(models.JSONField(default=list), _SAID)
    approach = column(models.TextField(max_length=2000), _SAID)
    lead = column(models.CharField(max_length=160, blank=True), _SAID)
    adverse = column(models.TextField(max_length=2000, blank=True), _SAID)
    org_ref = column(models.CharField(max_length=60, blank=True), _SAID)
    theory = column(models.TextField(max_length=60_000, blank=True), _SAID)
    comparison = column(models.CharField(max_length=10, default="none"), _SAID)
    same = column(models.BooleanField(default=False), _SAID)
    planned_on = column(models.DateField(null=True, blank=True), DAY)
    independent = column(models.BooleanField(default=False), _SAID)
    raised = column(models.PositiveIntegerField(null=True, blank=True), _COUNT)
    in_time = column(models.PositiveIntegerField(null=True, blank=True), _COUNT)
    safe_until = column(models.DateField(null=True, blank=True), DAY)
    state = column(models.CharField(max_length=10, default="draft"), _SAID)
    published_at = column(models.DateTimeField(null=True, blank=True), AT)
    made_at = column(models.DateTimeField(), AT)


class _Part(models.Model):
    """What belongs to a programme. `published_at`: when two people published it; from then on it stays."""

    class Meta:
        abstract = True

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    published_at = column(models.DateTimeField(null=True, blank=True), AT)


class Measure(_Part):
    """What is measured. `code`: by which the outline names it; `up`: whether more is better; `place`: where, inside."""

    whole = (
        "programme", "code", "title", "level", "unit", "counts", "up", "what", "place", "no_baseline", "published_at",
    )  # fmt: skip

    programme = key(Programme, ID, models.CASCADE, related_name="measures")
    code = column(models.CharField(max_length=10), _SAID)
    title = column(models.CharField(max_length=160), _SAID)
    level = column(models.CharField(max_length=10), _SAID)
    unit = column(models.CharField(max_length=10), _SAID)
    counts = column(models.CharField(max_length=10), _SAID)
    up = column(models.BooleanField(default=True), _SAID)
    what = column(models.CharField(max_length=300, blank=True), _SAID)
    place = column(models.CharField(max_length=80, blank=True), _SAID)
    no_baseline = column(models.CharField(max_length=300, blank=True), _SAID)

    @property
    def org_id(self) -> UUID:
        """Whose programme it belongs to."""
        return self.programme.org_id


class Point(_Part):
    """One measurement of a group, or the target for it: `n` in the group at its beginning, `lost` of them now, `hits`
    of those who were measured; or a value with its limits."""

    whole = (
        "measure", "arm", "moment", "starts", "ends", "target", "n", "lost", "hits", "value", "lower", "upper",
        "comment", "by", "at", "published_at",
    )  # fmt: skip

    measure = key(Measure, ID, models.CASCADE, related_name="points")
    arm = column(models.CharField(max_length=10), _SAID)
    moment = column(models.CharField(max_length=10), _SAID)
    starts = column(models.DateField(), DAY)
    ends = column(models.DateField(), DAY)
    target = column(models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True), _COUNT)
    n = column(models.PositiveIntegerField(null=True, blank=True), _COUNT)
    lost = column(models.PositiveIntegerField(null=True, blank=True), _COUNT)
    hits = column(models.PositiveIntegerField(null=True, blank=True), _COUNT)
    value = column(models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True), _COUNT)
    lower = column(models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True), _COUNT)
    upper = column(models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True), _COUNT)
    comment = column(models.CharField(max_length=500, blank=True), _SAID)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)

    @property
    def org_id(self) -> UUID:
        """Whose programme it belongs to."""
        return self.measure.org_id


class Cost(_Part):
    """What a year cost. The name of a funder that is not `named` stays inside."""

    whole = ("programme", "year", "funder", "named", "amount", "currency", "published_at")

    programme = key(Programme, ID, models.CASCADE, related_name="costs")
    year = column(models.PositiveSmallIntegerField(), DAY)
    funder = column(models.CharField(max_length=160), _MONEY)
    named = column(models.BooleanField(default=True), _MONEY)
    amount = column(models.DecimalField(max_digits=14, decimal_places=2), _MONEY)
    currency = column(models.CharField(max_length=3), _MONEY)


class Remark(_Part):
    """What is said later of a programme that is published: a result goes away no more, and can be spoken of."""

    whole = ("programme", "words", "by", "at", "published_at")

    programme = key(Programme, ID, models.CASCADE, related_name="remarks")
    words = column(models.TextField(max_length=1500), _SAID)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
