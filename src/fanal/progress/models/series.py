"""Values of indicators, and where they come from. Nobody stands here but whoever of the staff looked, and no value is
changed: another one comes with a later vintage."""

from django.db import models

from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_WHICH = Public("S0", "which indicator, in which version")
_SOURCE = Public("S0", "where a series was published, by whom, under which licence")
_STATE = Public("S0", "whether somebody looked at a series, and a second person confirmed it")
_VALUE = Public("S0", "a value of a country, or that there is none")
_PLACE = Public("S1", "a place below a country, by its code; never on public pages")


class Vintage(models.Model):
    """One reading of one series: what its source said when somebody looked, what a room counted on a day, or what a
    release holds. It is known from `known_at` on. `parts`: by territory, the hash of its values; the journal names it
    with all of that, so that no value that somebody wrote into the database is shown."""

    whole = (
        "org", "indicator", "version", "origin", "title", "publisher", "address", "licence", "shared", "read_on",
        "mapping", "digest", "parts", "rows", "state", "made_by", "made_at", "known_by", "known_at", "release",
        "withdrawn_on", "report",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key_or_none(Organisation, ID)
    indicator = column(models.CharField(max_length=8), _WHICH)
    version = column(models.PositiveSmallIntegerField(), _WHICH)
    origin = column(models.CharField(max_length=10), Public("S0", "imported, counted here, or of a release"))
    title = column(models.CharField(max_length=200), _SOURCE)
    publisher = column(models.CharField(max_length=200), _SOURCE)
    address = column(models.CharField(max_length=500, blank=True), _SOURCE)
    licence = column(models.CharField(max_length=200), _SOURCE)
    shared = column(models.BooleanField(default=False), Public("S0", "whether its licence lets others have the values"))
    read_on = column(models.DateField(), DAY)
    mapping = column(models.JSONField(default=dict), Public("S0", "which column of a table was read as what"))
    digest = column(models.CharField(max_length=64), Public("S0", "hash of its rows"))
    parts = column(models.JSONField(default=dict), Public("S0", "hash of the rows of each territory"))
    rows = column(models.PositiveIntegerField(default=0), _VALUE)
    state = column(models.CharField(max_length=10), _STATE)
    made_by = key_or_none(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
    known_by = key_or_none(Person, WHO)
    known_at = column(models.DateTimeField(null=True, blank=True), AT)
    release = column(models.CharField(max_length=60, blank=True), Public("S0", "which release holds the values"))
    withdrawn_on = column(models.DateField(null=True, blank=True), DAY)
    report = column(models.JSONField(default=dict), Public("S1", "what its reading came to: rows, and what changed"))

    class Meta:
        indexes = [models.Index(fields=["indicator", "state"], name="progress_vintages")]


class Observation(models.Model):
    """One value of a vintage: of a territory in a period, of all or of one cell. `value` is empty unless `kind` is
    `value`: what is missing is never zero (DNH-45)."""

    vintage = key(Vintage, ID, models.CASCADE, related_name="observations", indexed=False)
    indicator = column(models.CharField(max_length=8), _WHICH)
    version = column(models.PositiveSmallIntegerField(), _WHICH)
    territory = column(models.CharField(max_length=3), _VALUE)
    place = column(models.CharField(max_length=40, blank=True), _PLACE)
    period = column(models.CharField(max_length=10), _VALUE)
    cell = column(models.CharField(max_length=160, blank=True), Public("S0", "of which group, as sex=female"))
    kind = column(models.CharField(max_length=12), _VALUE)
    value = column(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True), _VALUE)
    lower = column(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True), _VALUE)
    upper = column(models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True), _VALUE)
    n = column(models.PositiveIntegerField(null=True, blank=True), _VALUE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vintage", "territory", "place", "period", "cell"], name="progress_one_value"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="value", value__isnull=False)
                | (~models.Q(kind="value") & models.Q(value=None)),
                name="progress_missing_is_no_number",
            ),
        ]
        indexes = [
            models.Index(fields=["territory", "indicator"], name="progress_of_country"),
            models.Index(fields=["indicator", "period"], name="progress_of_indicator"),
        ]
