"""How a file is found: blind tokens, and the card on which a hit is compared. Both under the key of who may search."""

from django.db import models

from fanal.cases.models.files import WHOSE, Case
from fanal.columns import column, key
from fanal.vault import Public

HOLDER = Public("S1", "which team or person can find it; that of a row of a list")


class SearchCard(models.Model):
    """What a hit is compared on, sealed under the search key of one that holds the file. Where whoever wrote it does
    not have that key, it waits, sealed to the public one, until somebody who has it searches."""

    principal = column(models.UUIDField(), HOLDER)
    case = key(Case, WHOSE, models.CASCADE)
    version = column(models.PositiveIntegerField(), Public("S1", "which version of the key opens it"))
    waiting = column(models.BooleanField(), Public("S1", "whether its tokens are still to be made"))
    card = column(
        models.BinaryField(), Public("S1", "ciphertext in steps of 512 bytes, opened only by the key that is named")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "principal"], name="cases_one_card")]
        indexes = [models.Index(fields=["principal", "waiting", "version"], name="cases_card_behind")]


class SearchToken(models.Model):
    """One value by which a file is found: 20 bits of a keyed hash over its kind and itself, so that others fall
    together with it on purpose."""

    principal = column(models.UUIDField(), HOLDER)
    token = column(models.PositiveIntegerField(), Public("S1", "20 bits of a keyed hash; many values share one"))
    case = key(Case, WHOSE, models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["principal", "token", "case"], name="cases_one_token")]
