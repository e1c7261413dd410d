"""What stands behind how far a company says it is: documents that it keeps, what verifiers saw; and what those who
coach it write down (docs/tourism.md, "Evidence", "Verification"). No file is here: only its hash, and where it is."""

from uuid import UUID

from django.db import models

from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Person
from fanal.tourism.models.companies import FIRM, Site
from fanal.tourism.models.memberships import Membership
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_PROOF = Public("S1", "what stands behind what a firm says of itself; no person is named")


class Evidence(models.Model):
    """A document of a company, which keeps it. `requirements`: by their codes; `sites`: places that it is about, none
    is the company and all its places; `starts`, `ends`: the period that it is about."""

    whole = (
        "membership", "requirements", "sites", "title", "sha256", "kept_at", "starts", "ends", "made_by", "made_at",
        "state", "reason", "reviewer", "reviewed_at", "seen_how", "seen_on",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="evidence")
    requirements = column(models.JSONField(default=list), _PROOF)
    sites = column(models.JSONField(default=list), ID)
    title = column(models.CharField(max_length=120), FIRM)
    sha256 = column(models.CharField(max_length=64), Public("S0", "hash of a document of a firm"))
    kept_at = column(models.CharField(max_length=200), FIRM)
    starts = column(models.DateField(), DAY)
    ends = column(models.DateField(), DAY)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
    state = column(models.CharField(max_length=10), _PROOF)
    reason = column(models.CharField(max_length=500, blank=True), _PROOF)
    reviewer = key_or_none(Person, WHO)
    reviewed_at = column(models.DateTimeField(null=True, blank=True), AT)
    seen_how = column(models.CharField(max_length=10, blank=True), _PROOF)
    seen_on = column(models.DateField(null=True, blank=True), DAY)

    @property
    def org_id(self) -> UUID:
        """Whose document it is."""
        return self.membership.org_id


class Verification(models.Model):
    """That somebody looks how far a company is: from a `desk`, or on a `visit`. `ties`: what the verifier said of their
    own; nothing yet is empty. `told_at`: when the company was told what was found."""

    whole = ("membership", "kind", "verifier", "asked_by", "asked_at", "ties", "told_at", "answer_due", "ended_at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="verifications")
    kind = column(models.CharField(max_length=6), _PROOF)
    verifier = key(Person, WHO)
    asked_by = key(Person, WHO)
    asked_at = column(models.DateTimeField(), AT)
    ties = column(models.CharField(max_length=4, blank=True), Public("S1", "whether a verifier has ties to a firm"))
    told_at = column(models.DateTimeField(null=True, blank=True), AT)
    answer_due = column(models.DateField(null=True, blank=True), DAY)
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)

    @property
    def org_id(self) -> UUID:
        """Which company is looked at."""
        return self.membership.org_id


class Finding(models.Model):
    """What a verifier saw of one requirement, for the company (no `site`) or at one of its places: the level that it
    supports, what has to change until when. What the company answers stands beside it."""

    whole = ("verification", "requirement", "site", "level", "seen", "change", "change_by", "answer", "answered_at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    verification = key(Verification, ID, models.CASCADE, related_name="findings")
    requirement = column(models.CharField(max_length=20), _PROOF)
    site = key_or_none(Site, ID, models.CASCADE)
    level = column(models.PositiveSmallIntegerField(), _PROOF)
    seen = column(models.TextField(max_length=2000), _PROOF)
    change = column(models.CharField(max_length=500, blank=True), _PROOF)
    change_by = column(models.DateField(null=True, blank=True), DAY)
    answer = column(models.TextField(max_length=2000, blank=True), FIRM)
    answered_at = column(models.DateTimeField(null=True, blank=True), AT)


class CoachingNote(models.Model):
    """What somebody who helps a company writes down for those who do so after them. `shown_at`: when the company asked
    to read it."""

    whole = ("membership", "words", "by", "at", "shown_at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="notes")
    words = column(models.TextField(max_length=2000), Public("S1", "what helps a firm; no person is named"))
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
    shown_at = column(models.DateTimeField(null=True, blank=True), AT)
