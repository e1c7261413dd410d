"""What the models of the room share: how clear columns are declared, and keys to people and organisations."""

from django.db import models

from fanal.network.models import Organisation, Person
from fanal.vault import Public

ID = Public("S1", "identifier")
DAY = Public("S1", "when; the day only")
AT = Public("S1", "when")
WHO = Public("S1", "who of the staff did it")
ORG = Public("S1", "which organisation")
REFERENCE = Public("S0", "which entry of the catalogue, which is public")
STATE = Public("S1", "how far it is")
VERSION = Public("S1", "compare-and-set: two people cannot write at once")
PLANNED = Public("S1", "what is planned: variables and rules, no data")
WORDS = Public("S1", "what people write about a plan; no person in it")
PROTECTED = Public("S1", "protected numbers: each withstood the method that made it")
PUBLISHED = Public("S0", "published")
HASH = Public("S0", "SHA-256")


def who() -> models.ForeignKey[Person, Person]:
    """A person who did something."""
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


def who_later() -> models.ForeignKey[Person | None, Person | None]:
    """A person who will have done something."""
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


def org_() -> models.ForeignKey[Organisation, Organisation]:
    """An organisation."""
    return models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
