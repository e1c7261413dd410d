"""What a company means to do, how far it is, and what was said of it (docs/tourism.md, "The plan")."""

from django.db import models

from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.tourism.models.companies import FIRM, Site
from fanal.tourism.models.memberships import Membership
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_PLAN = Public("S1", "what a firm means to do, and how far it is")


class Action(models.Model):
    """One thing that a company does. `requirements`: by programme those that it serves, so that nothing is entered
    twice; none where it is the company's own, which is never in a score. `sites`: places where it is done; none is the
    company, or all its places. `owner`: who does it; nobody is "to be named", for a time. The chain of the company
    names it, with all that was said of how far it is (`plans.need_actions`)."""

    whole = ("org", "requirements", "text", "owner", "due", "sites", "note", "made_on", "ended_on")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    requirements = column(models.JSONField(default=dict), _PLAN)
    text = column(models.CharField(max_length=500, blank=True), FIRM)
    owner = key_or_none(Person, Public("S1", "who of a firm does it"))
    due = column(models.DateField(), DAY)
    sites = column(models.JSONField(default=list), ID)
    note = column(models.CharField(max_length=500, blank=True), FIRM)
    made_on = column(models.DateField(), DAY)
    ended_on = column(models.DateField(null=True, blank=True), DAY)
    version = column(models.PositiveIntegerField(default=1), VERSION)


class ActionState(models.Model):
    """How far an action is on a day by the company's own word: for all of it (no `site`), or at a place. Never changed:
    the newest counts."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    action = key(Action, ID, models.CASCADE, related_name="states")
    site = key_or_none(Site, ID, models.CASCADE, indexed=False)
    level = column(models.PositiveSmallIntegerField(), _PLAN)
    as_of = column(models.DateField(), DAY)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)


class Plan(models.Model):
    """A version of a plan, as it was sent in: `in_review`, `returned`, `approved` or `superseded`; the draft is what
    the company writes at its actions. `lines`: these, as they stood then."""

    whole = ("membership", "number", "state", "criteria", "lines", "sent_by", "sent_at", "settled_by", "settled_at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="plans", indexed=False)
    number = column(models.PositiveSmallIntegerField(), _PLAN)
    state = column(models.CharField(max_length=12), _PLAN)
    criteria = column(models.CharField(max_length=40), Public("S0", "by which version of the criteria"))
    lines = column(models.JSONField(default=list), _PLAN)
    sent_by = key(Person, WHO)
    sent_at = column(models.DateTimeField(), AT)
    settled_by = key_or_none(Person, WHO)
    settled_at = column(models.DateTimeField(null=True, blank=True), AT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "number"], name="tourism_one_plan")]


class PlanComment(models.Model):
    """What somebody says of one requirement of a plan, or of an action of the company's own. One that blocks is open
    until whoever reviews settles it."""

    whole = ("membership", "requirement", "action", "words", "blocking", "by", "at", "settled_by", "settled_at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="comments")
    requirement = column(models.CharField(max_length=20, blank=True), _PLAN)
    action = key_or_none(Action, ID, models.CASCADE)
    words = column(models.TextField(max_length=1000), FIRM)
    blocking = column(models.BooleanField(default=False), _PLAN)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
    settled_by = key_or_none(Person, WHO)
    settled_at = column(models.DateTimeField(null=True, blank=True), AT)
