"""A statistician from outside looks at a study, computes it again if they wish, and signs its exact bytes.

They hold the grant `research.statistician`, belong to no organisation that takes part, and are named with where they
work. Until they sign, and until the capture table is erased, it opens for them, too; nothing else of ours does.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, ask, open_record, stated
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import trusted
from fanal.network.contracts import Actor, OrgKind, PersonRef, PersonState
from fanal.research import turns, wording
from fanal.research.contracts import STATISTICIAN
from fanal.research.models import Study
from fanal.research.studies import duties, engine, studies
from fanal.research.studies.policy import ASK_STATISTICIAN, SIGN, acted_as, houses_of
from fanal.research.studies.registering import COMPARTMENTS, PURPOSE, StudyState, ref_of, secrecy_of, study_of
from fanal.research.studies.texts import LANGUAGE

SIGNATURE = "estimate"
"""The purpose that the signature is bound to."""


def statisticians_for(study: Study, now: datetime) -> list[PersonRef]:
    """Who may be asked: holders of the grant, of no organisation that takes part, by name."""
    inside = houses_of(study)
    outside = [one.id for one in network.orgs() if one.id not in inside]
    held = network.grants.holders(STATISTICIAN, now.date(), outside)
    found = [network.person(one) for one in held]
    return sorted((one for one in found if one.state is PersonState.ACTIVE), key=lambda one: (one.name, str(one.id)))


@transaction.atomic
def ask_statistician(actor: Actor, study_id: UUID, person: UUID, now: datetime) -> Study:
    """Ask one, and let the capture table open for them; whoever was asked before opens it no more.

    Raises `NotHere`, `NotAllowed`, `NotNow`, `NetworkError`.
    """
    study = study_of(actor, study_id, lock=True)
    ask(actor, ASK_STATISTICIAN, study)
    if study.state != StudyState.COMPUTED:
        raise NotNow(_("A statistician is asked when a study is computed, and until it is signed."))
    if person not in {who.id for who in statisticians_for(study, now)} or acted_as(study, person) - {STATISTICIAN}:
        raise NotNow(_("Choose a statistician from outside."), "person")
    with open_record(actor, ref_of(study), ASK_STATISTICIAN, purpose=PURPOSE, now=now, thing=study) as opened:
        if study.statistician_id is not None:
            opened.held.revoke("user", study.statistician_id.bytes)
            _over(study, now, done=False)
        opened.freshen()
        opened.held.grant(trusted.principal(person), set(COMPARTMENTS))
    study.statistician_id = person
    study.version += 1
    study.save(update_fields=["statistician", "version"])
    where = network.person(person).org
    clocks.start(duties.STATISTICIAN, where, study.pk, now=now, owner=Target.person(person))
    turns.back(study, None, now)
    return study


def _over(study: Study, now: datetime, *, done: bool) -> None:
    """Whoever was asked owes no answer any more."""
    clocks.stop(study.pk, duties.STATISTICIAN, now=now, done=done)


@transaction.atomic
def sign(actor: Actor, study_id: UUID, affiliation: str, now: datetime) -> Study:
    """Sign the exact bytes of the estimate, "not estimable" like any other. Raises `NotHere`, `NotAllowed`, `NotNow`.

    The capture table is opened: the estimate must be of this table, and the study as it was registered.
    """
    study = study_of(actor, study_id, lock=True)
    ask(actor, SIGN, study)
    if study.state != StudyState.COMPUTED:
        raise NotNow(_("This study is signed already, or not computed."))
    _affiliated(actor, affiliation)
    estimate = studies.estimate_of(study)
    if estimate is None or not studies.is_whole(study):
        raise NotNow(_("The estimate is not the one that was computed of what was registered. Do not sign it."))
    if estimate.estimated and not estimate.signable:
        raise NotNow(_("Fewer than ten children are on two or more lists: such a figure is never signed."))
    with open_record(actor, ref_of(study), SIGN, purpose=PURPOSE, now=now, thing=study) as opened:
        content = opened.read(study, "content")
        given = engine.table_of(content.table) if content is not None else None
        kept = given is not None and engine.commitment(given, secrecy_of(study, content))
        if kept != estimate.table_hash or kept != study.table_sha256:
            raise NotNow(_("The estimate is of another table. Do not sign it."))
        study.affiliation, study.signed_at, study.state = affiliation.strip(), now, StudyState.SIGNED.value
        study.statistician_key = actor.signer.public
        study.signature = actor.signer.sign(SIGNATURE, statement(study))
        opened.written.append(stated.whole(study))
    study.version += 1
    if not trusted.signs(actor.person, SIGNATURE, statement(study), study.signature):
        raise NotNow(_("Your key is not the one that your organisation signed. Ask your key keeper."))
    _over(study, now, done=True)
    turns.back(study, duties.SIGNED, now)
    study.save(update_fields=["affiliation", "signed_at", "state", "statistician_key", "signature", "version"])
    return study


def statement(study: Study) -> bytes:
    """What the statistician signs: the hash of the exact bytes of the estimate, and as who. Both are published."""
    told = {"affiliation": study.affiliation, "estimate": study.estimate_sha256, "schema": "fanal.estimate/1"}
    return vault.canonical(told)


def published_signature(study: Study) -> str:
    """The signature as a release carries it: algorithm, public key and signature, hexadecimal."""
    return f"ed25519:{bytes(study.statistician_key).hex()}:{bytes(study.signature).hex()}"


def is_signed(study: Study) -> bool:
    """Whether the statistician whom the study names signed the estimate as it stands, in this study, with a key of
    theirs on that day. The key in the row says nothing: whoever writes there writes one of their own."""
    if not study.signature or study.statistician_id is None or not studies.is_whole(study):
        return False
    known, told = trusted.Signers(), (statement(study), bytes(study.signature))
    for line, items in journal.told(study.pk, {SIGN}, known).said:
        if stated.is_by(study.statistician_id, study.signed_at, study, (line, items)):
            key = known.key_of(study.statistician_id, line.at.date(), SIGNATURE, *told)
            return key == bytes(study.statistician_key)
    return False


def unsigned() -> Iterator[str]:
    """Studies with a signature of which nobody is the statistician, in words."""
    for study in Study.objects.exclude(signature=b"").order_by("pk"):
        if not is_signed(study):
            yield f"record {study.pk}: the statistician's signature of a study is not theirs"


def _affiliated(actor: Actor, affiliation: str) -> None:
    """Where they work is named, as it can be published, and is no organisation of the network: they are from outside.

    Raises `NotNow`."""
    words = affiliation.strip()
    if not words:
        raise NotNow(_("Write where you work. It is published with the estimate."), "affiliation")
    inside = {one.name.casefold() for kind in (OrgKind.MEMBER, OrgKind.SECRETARIAT) for one in network.orgs(kind)}
    if words.casefold() in inside:
        raise NotNow(_("A statistician from outside the network signs."), "affiliation")
    wording.check("affiliation", words, LANGUAGE, wording.known_to(actor.org))
