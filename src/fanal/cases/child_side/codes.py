"""The child's own code (CM-74): made with the child, shown once, thrown away at will. What is kept of it is a locator
and a public key; it opens what was agreed, in neutral words, and nothing of the file."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import NotNow, Opened, ask, need, open_record, stated
from fanal.cases.child_side import policy
from fanal.cases.codes import SafeContact
from fanal.cases.files import apart, by_code, record
from fanal.cases.files.files import case_of
from fanal.cases.models import Case, OwnCode
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose

# ---- the owner, with the child ----


@transaction.atomic
def make(actor: Actor, case_id: UUID, agreed: str, now: datetime, *, wants: bool, safe: bool) -> vault.Receipt:
    """A new code for a child who wants one and can keep it safely; one of before ends. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    need(
        (not wants, _("Only a child who wants a code gets one. We help without it just the same."), "wants"),
        (not safe, _("Think it over with the child first: who looks through phone, bag and papers?"), "safe"),
    )
    case = case_of(actor, case_id, lock=True)
    ask(actor, policy.CODE, case)
    if case.child.safe_to_contact == SafeContact.NEVER:
        raise NotNow(_("The child may not be contacted. Agree with the child on another way first."), "safe")
    end_of(actor, case, now)
    made, boxes = by_code.new(), {"personal"}
    row = OwnCode(case=case, locator=made.locator, pepper=made.pepper, **record.by(actor, now))
    to = [*apart.works(case, boxes), (made.principal, boxes)]
    apart.make(row, {"agreed": agreed}, to, actor.signatory(), policy.CODE, now)
    return made.code


def end_of(actor: Actor, case: Case, now: datetime) -> None:
    """Cancel the code of a file, if there is one. Inside a deed that asked."""
    for row in live(case):
        with open_record(
            actor, apart.ref(row), policy.CODE, purpose=AccessPurpose.CASEWORK, now=now, thing=case, write=True
        ) as opened:
            _end(opened, row, now)


@transaction.atomic
def cancel(actor: Actor, case_id: UUID, now: datetime) -> None:
    """The child does not want the code any more, or lost it. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    case = case_of(actor, case_id, lock=True)
    ask(actor, policy.CODE, case)
    if not live(case):
        raise NotNow(_("There is no code."))
    end_of(actor, case, now)


@transaction.atomic
def agree(actor: Actor, case_id: UUID, agreed: str, now: datetime) -> None:
    """What the code shows: the next contact, in neutral words, if the child wants it there. Raises as `cancel` does."""
    case = case_of(actor, case_id, lock=True)
    ask(actor, policy.CODE, case)
    found = live(case)
    if not found:
        raise NotNow(_("There is no code."))
    purpose = AccessPurpose.CASEWORK
    with open_record(actor, apart.ref(found[0]), policy.CODE, purpose=purpose, now=now, thing=case, write=True) as one:
        record.change(one, found[0], {"agreed": agreed})
        found[0].save(update_fields=["personal"])


def live(case: Case) -> list[OwnCode]:
    """The code of a file that is not thrown away: one at most."""
    rows = OwnCode.objects.filter(case=case, ended_on=None).select_related("case").order_by("-made_at", "-pk")
    return [row for row in rows if stated.stands(row)]


def _end(opened: Opened, row: OwnCode, now: datetime) -> None:
    """The words go, and the key of the code with them."""
    row.ended_on = network.day_at(row.case.org_id, now)
    opened.empty(row, "personal")
    opened.state(row)
    row.save()
    for kind, who in list(_reporters(opened)):
        opened.held.revoke(kind, who)


def _reporters(opened: Opened) -> list[tuple[str, bytes]]:
    return [(kind, who) for kind, who, _version, _boxes in records.holders(opened.ref.id) if kind == "reporter"]


# ---- whoever holds it ----


def has(code: vault.Receipt) -> bool:
    """Whether a code is one of ours: one short query, whichever code it is."""
    return _of(code) is not None


def _of(code: vault.Receipt) -> OwnCode | None:
    rows = OwnCode.objects.filter(locator__in=by_code.locators(code), ended_on=None)
    return rows.select_related("case__child").first()


def code_row(code: vault.Receipt) -> OwnCode:
    """The row of a code that holds. Raises `codes.NotFound`, also where somebody moved it to another file."""
    return by_code.held(_of(code))


def agreed(code: vault.Receipt, now: datetime) -> str:
    """What was agreed, in neutral words; empty where nothing was. Raises `codes.NotFound`."""
    row = code_row(code)
    with by_code.opening(row, code, policy.CODE_LOOK, now) as opened:
        found = opened.try_read(row, "personal")
    return str(found.agreed) if found else ""


def take_off(code: vault.Receipt, now: datetime) -> None:
    """The child does not want it on the page. Raises `codes.NotFound`."""
    row = code_row(code)
    with by_code.opening(row, code, policy.CODE_LOOK, now, write=True) as opened:
        opened.empty(row, "personal")
        row.save(update_fields=["personal"])


def throw_away(code: vault.Receipt, now: datetime) -> None:
    """The child does not want the code any more. Raises `codes.NotFound`."""
    row = code_row(code)
    with by_code.opening(row, code, policy.CODE_END, now, write=True) as opened:
        _end(opened, row, now)
