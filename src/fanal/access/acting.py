"""What deeds of all rooms share: the question to the policy, the second of two people, what is not there, and what
cannot be done now."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from fanal.access import deciding, stated
from fanal.access.contracts import NotAllowed, NotHere
from fanal.access.policy import may, visible
from fanal.network.contracts import Actor
from fanal.vocabulary.results import NotDone, Refused


class NotNow(NotDone):
    """A deed that cannot be done as things stand; the message is a sentence for the person. `code`: why, for programs;
    `others`: what else stands against it, so that a form lists everything at once; `version`: of what a colleague
    changed meanwhile, so that a form that is sent again is about that."""

    def __init__(self, words: str, field: str | None = None, *, code: str = "", version: int | None = None) -> None:
        super().__init__(words, field)
        self.code, self.version = code, version
        self.others: tuple[NotNow, ...] = ()


def every(*checks: Callable[[], object]) -> None:
    """Makes every check, and raises the first `NotNow` with those of the other checks beside it."""
    found: list[NotNow] = []
    for check in checks:
        try:
            check()
        except NotNow as why:
            found += [why, *why.others]
    if found:
        found[0].others = tuple(found[1:])
        raise found[0]


def need(*cases: tuple[bool, str, str]) -> None:
    """What is still needed: raises `NotNow` with every case that holds (whether it does, the sentence, the field)."""
    found = [NotNow(words, field) for holds, words, field in cases if holds]
    if found:
        found[0].others = tuple(found[1:])
        raise found[0]


def as_seen(holds: bool, version: int | None = None) -> None:
    """Raises `NotNow` where what the person looked at is no longer as they saw it. `version`: what it is now, where
    there is a form to be sent again."""
    if holds:
        return
    if version is None:
        raise NotNow(_("A colleague changed this meanwhile. Look at it again."))
    words = _(
        "A colleague changed this meanwhile. Look at it in another window; what you typed is kept here. If you send it "
        "once more, it takes the place of theirs."
    )
    raise NotNow(words, version=version)


def found[R: models.Model](actor: Actor, table: type[R], pk: UUID, *beside: str, lock: bool = False) -> R:
    """A row that the actor may see. Raises `NotHere`. `beside`: relations that are fetched with it. `lock`: it is held
    until the deed is done."""
    rows = table._default_manager.select_for_update(of=("self",)) if lock else table._default_manager.all()
    seen = visible(actor, rows).filter(pk=pk)
    row = (seen.select_related(*beside) if beside else seen).first()
    if row is None:
        raise NotHere
    return row


def ask(actor: Actor, deed: str, thing: object = None) -> None:
    """Raises `NotAllowed` where the policy refuses the deed."""
    answer = may(actor, deed, thing)
    if not answer:
        raise NotAllowed(answer)


def writers(record: UUID, wrote: Collection[str], until: str = "") -> frozenset[UUID]:
    """Who wrote a record, as its journal says: did one of these deeds, since the last time that the deed `until` was
    done. Raises `NotAllowed` where the journal is torn."""
    lines = stated.need_whole(record, *wrote, *filter(None, [until])).lines
    last = max((number for number, line in enumerate(lines) if line.deed == until), default=-1)
    return frozenset(line.actor for line in lines[last + 1 :] if line.actor and line.deed in wrote)


def need_second(
    actor: Actor,
    record: UUID,
    first: str,
    *back: str,
    org: UUID | None = None,
    wrote: Collection[str] = (),
    until: str = "",
) -> None:
    """Raises `NotAllowed` where it takes two people and this one is no second: they did the `first` deed themselves, or
    it does not stand, since nobody did it or a deed that takes it `back` came later; or they are one of the `writers`.
    Who did what last (`org`: of one organisation), the journal of the record says, whatever a row says."""
    done = [line for line in stated.need_whole(record, first, *back).lines if org in {None, line.org}]
    if not done or done[-1].deed != first:
        raise NotAllowed(Refused("changed", stated.words()))
    is_own = bool(wrote) and actor.person in writers(record, wrote, until)
    if is_own or not deciding.agreed(deciding.two((done[-1].actor, done[-1].at), (actor.person, done[-1].at))):
        raise NotAllowed(Refused("self", _("The second person is somebody else. Ask a colleague.")))


def is_second(actor: Actor, record: UUID, first: str, *back: str, wrote: Collection[str] = (), until: str = "") -> bool:
    """Whether `need_second` lets somebody be the second."""
    try:
        need_second(actor, record, first, *back, wrote=wrote, until=until)
    except NotAllowed:
        return False
    return True
