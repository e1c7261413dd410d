"""How a file is found: blind tokens, and the card on which a hit is compared, both under the key of who may search; and
what another member is asked about a child."""

from dataclasses import dataclass

from django.db import models

from fanal.access.contracts import Content, field_of
from fanal.cases.models.files import STATE, WHOSE, Case, CaseRow
from fanal.columns import AT, WHO, column, key, key_or_none
from fanal.network.models import Agreement, Organisation, Person
from fanal.vault import Public, Sealed
from fanal.vocabulary.codes import Mark

HOLDER = Public("S1", "which team or person can find it; that of a row of a list")


class SearchCard(models.Model):
    """What a hit is compared on, sealed under the search key of one that holds the file. Where whoever wrote it does
    not have that key, it waits, sealed to the public one, until somebody who has it searches."""

    principal = column(models.UUIDField(), HOLDER)
    case = key(Case, WHOSE, models.CASCADE, indexed=False)
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


NETWORK_SEARCH = "network_search"


@dataclass(frozen=True, slots=True)
class SearchQuestion(Content):
    """Compartment `content`: what another member is asked. Each value is a token under the secret of the agreement and
    the salt of the request, 32 bits as a number. `names`: for each word of the name its tokens, joined by spaces."""

    reason: str = field_of("S2", Mark.INTERNAL, retention=NETWORK_SEARCH)
    names: tuple[str, ...] = field_of("S4", Mark.INTERNAL, (), retention=NETWORK_SEARCH)
    years: tuple[int, ...] = field_of("S4", Mark.INTERNAL, (), retention=NETWORK_SEARCH)
    origins: tuple[int, ...] = field_of("S4", Mark.INTERNAL, (), retention=NETWORK_SEARCH)
    papers: tuple[int, ...] = field_of("S4", Mark.INTERNAL, (), retention=NETWORK_SEARCH)


class NetworkSearch(CaseRow):
    """One member asks another whether a child is known there. A record of its own, sealed to the supervisors of whoever
    is asked: whoever asks does not open it again."""

    stated = (
        "case", "made_by", "made_at", "partner", "agreement", "urgent", "salt", "state", "answered_by", "answered_at",
    )  # fmt: skip

    partner = key(Organisation, Public("S1", "which member is asked"))
    agreement = key(Agreement, Public("S1", "under which agreement"))
    urgent = column(models.BooleanField(default=False), Public("S1", "how soon it is answered"))
    salt = column(models.CharField(max_length=32), Public("S1", "random; makes each request another"))
    state = column(models.CharField(max_length=16), STATE)
    answered_by = key_or_none(Person, WHO)
    answered_at = column(models.DateTimeField(null=True, blank=True), AT)
    content = column(models.BinaryField(default=bytes), Sealed("content", SearchQuestion))

    class Meta:
        indexes = [models.Index(fields=["made_by", "made_at"], name="cases_asked_by")]
