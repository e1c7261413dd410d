"""A document: begun, written, proposed, and let leave by a second person once nothing stands against it. Each deed
names it whole, so that whoever writes to the database moves nothing."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, as_seen, ask, found, need, need_second, stated, visible
from fanal.journal import api as journal
from fanal.journal.contracts import Item
from fanal.justice import api as justice
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.progress import reforms, wording
from fanal.progress.composing import checking, composing, duties, printing, reviewing
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.checking import Composed
from fanal.progress.composing.kinds import LONGEST, MOST, Block, Kind, Output, State, in_order, moved, read, written
from fanal.progress.composing.policy import BEGIN, EXPORT, PROPOSE, RETURN, SECOND_OF, WRITE, WROTE
from fanal.progress.composing.skeletons import Skeleton, shipped
from fanal.progress.models import Ask, Document, DocumentVersion
from fanal.vocabulary.countries import country_name
from fanal.web.api import papers

COLUMNS: Final = ("title", "addressee", "answer_by")
_PROVISIONS: Final = 3
"""With so many provisions a brief begins."""


def documents(actor: Actor) -> list[Document]:
    """Those of the organisation, the newest first."""
    return list(visible(actor, Document.objects.all()).order_by("-made_at", "pk"))


def document(actor: Actor, pk: UUID, *, lock: bool = False) -> Document:
    """One of them. Raises `NotHere`."""
    return found(actor, Document, pk, "org", lock=lock)


def versions(row: Document) -> list[DocumentVersion]:
    """What left of it, the newest first, without the files."""
    return list(row.versions.defer("html", "pdf", "sources").order_by("-number"))


def is_believed(row: Document) -> bool:
    """Whether it and what left of it are as the last deeds left them."""
    return stated.is_each(row.pk, _rows(row))


def _need_believed(row: Document) -> None:
    stated.need_each(row.pk, _rows(row))


def _rows(row: Document) -> list[Document | DocumentVersion]:
    return [row, *versions(row)]


def skeleton(row: Document) -> Skeleton:
    """Its sections."""
    return shipped()[Output(row.output)]


def _write(actor: Actor, row: Document, deed: str, now: datetime, *beside: Item) -> Document:
    row.version += 1
    row.save()
    journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.whole(row), *beside])
    duties.follow(row, now)
    return row


def _held(actor: Actor, pk: UUID, deed: str) -> Document:
    row = document(actor, pk, lock=True)
    _need_asked(actor, row, deed)
    return row


def _need_asked(actor: Actor, row: Document, deed: str) -> None:
    ask(actor, deed, row)
    _need_believed(row)


def _draft(actor: Actor, pk: UUID) -> Document:
    row = _held(actor, pk, WRITE)
    need((row.state != State.DRAFT, _("It was proposed. Take it back first, then change it."), ""))
    return row


# ---- begun and described ----


@transaction.atomic
def begin(actor: Actor, said: Mapping[str, Any], now: datetime) -> Document:
    """Begin a document. `said`: `output`, `country`, `language`, `title`, `addressee`, `answer_by`, `ask`."""
    ask(actor, BEGIN)
    row = Document(org_id=actor.org, output=said["output"], country=said["country"], language=said["language"])
    row.made_by_id, row.made_at = actor.person, now
    return _write(actor, _described(actor, row, said), BEGIN, now)


@transaction.atomic
def begin_brief(actor: Actor, country: str, reform: str, language: str, now: datetime) -> Document:
    """Begin a brief from a reform that was published, with the provisions that it is about; it belongs to the newest
    ask of the organisation for this reform. Raises `NotHere`."""
    ask(actor, BEGIN)
    one = next((each for each in justice.published_reforms(country) if str(each.id) == reform), None)
    if one is None:
        raise NotHere
    row = Document(org_id=actor.org, output=Output.BRIEF, country=country, language=language, title=one.title[:160])
    row.made_by_id, row.made_at = actor.person, now
    row.ask = visible(actor, Ask.objects.filter(reform=one.id)).order_by("-at", "-pk").first()
    touched = reforms.touched(one, now)[:_PROVISIONS]
    blocks = [*((Kind.LAW, "law", f"{country}/{name}") for name in touched), (Kind.GAP, "change", reform)]
    held = [Block(number, kind, section, ref) for number, (kind, section, ref) in enumerate(blocks, start=1)]
    row.blocks, row.next_block = written(held), len(held) + 1
    return _write(actor, row, BEGIN, now)


@transaction.atomic
def describe(actor: Actor, pk: UUID, said: Mapping[str, Any], now: datetime) -> Document:
    """Say what it is called, to whom it goes, to which ask it belongs."""
    return _write(actor, _described(actor, _draft(actor, pk), said), WRITE, now)


def _described(actor: Actor, row: Document, said: Mapping[str, Any]) -> Document:
    for name in COLUMNS:
        setattr(row, name, said[name])
    row.title, row.addressee = row.title.strip(), row.addressee.strip()
    row.ask = found(actor, Ask, UUID(said["ask"])) if said["ask"] else None
    _need_plain(actor, row, {"title": row.title, "addressee": row.addressee})
    return row


def _need_plain(actor: Actor, row: Document, texts: Mapping[str, str]) -> None:
    """Raises `NotNow` where a text names somebody, or a child could be known by it: nothing of it is kept."""
    beside = [] if "addressee" in texts else [row.addressee]  # whom it is for is not its own excuse
    houses = [*beside, country_name(row.country, row.language), *(one.name for one in network.orgs())]
    wording.need_plain(actor, texts, houses, row.language)


# ---- blocks ----


@transaction.atomic
def add(actor: Actor, pk: UUID, kind: Kind, ref: str, section: str, now: datetime) -> Document:
    """Add a block of what everybody may read. Raises `NotHere` where it is not offered."""
    row = _draft(actor, pk)
    if kind is Kind.TEXT or all(one.ref != ref for one in shelf.offered(composing.about(row, now), kind)):
        raise NotHere
    blocks = read(row.blocks)
    need((any(one.kind is kind and one.ref == ref for one in blocks), _("It stands in the document already."), ""))
    return _put(actor, row, blocks, Block(row.next_block, kind, section, ref), now)


@transaction.atomic
def write(actor: Actor, pk: UUID, section: str, text: str, now: datetime) -> Document:
    """Add a text of one's own."""
    row = _draft(actor, pk)
    return _put(
        actor, row, read(row.blocks), Block(row.next_block, Kind.TEXT, section, "", _text(actor, row, text)), now
    )


def _put(actor: Actor, row: Document, blocks: Sequence[Block], new: Block, now: datetime) -> Document:
    held = skeleton(row).section(new.section)
    need(
        (held is None or new.kind not in held.kinds, _("Choose a section in which this may stand."), "section"),
        (len(blocks) >= MOST, _("A document has %(most)s blocks at most.") % {"most": MOST}, ""),
    )
    _set(row, [*blocks, new])
    row.next_block += 1
    return _write(actor, row, WRITE, now)


def _set(row: Document, blocks: Iterable[Block]) -> None:
    held = list(blocks)
    row.blocks = written(in_order({code: [one for one in held if one.section == code] for code in skeleton(row).codes}))


def _text(actor: Actor, row: Document, text: str) -> str:
    plain = text.strip()
    need(
        (not plain, _("Write the text."), "text"),
        (len(plain) > LONGEST, _("Make it shorter, or two texts of it."), "text"),
    )
    _need_plain(actor, row, {"text": plain})
    return plain


@transaction.atomic
def rewrite(actor: Actor, pk: UUID, which: int, text: str, seen: str, now: datetime) -> Document:
    """Write a text of one's own anew. `seen`: the mark of the text that the writer saw."""
    row = _draft(actor, pk)
    one = block(row, which)
    as_seen(seen == mark_of(one.text))
    new = replace(one, text=_text(actor, row, text))
    _set(row, [new if each.id == which else each for each in read(row.blocks)])
    return _write(actor, row, WRITE, now)


def block(row: Document, which: int) -> Block:
    """One block. Raises `NotHere`."""
    one = next((each for each in read(row.blocks) if each.id == which), None)
    if one is None:
        raise NotHere
    return one


def mark_of(text: str) -> str:
    """By which one knows whether a text is the one that was seen."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def move(actor: Actor, pk: UUID, which: int, *, up: bool, now: datetime) -> Document:
    """A block one place further up or down, over the edge of its section into the next."""
    row = _draft(actor, pk)
    block(row, which)
    row.blocks = written(moved(read(row.blocks), which, skeleton(row).codes, up=up))
    return _write(actor, row, WRITE, now)


@transaction.atomic
def take_out(actor: Actor, pk: UUID, which: int, now: datetime) -> Document:
    """Take a block out. Its number is given to no other."""
    row = _draft(actor, pk)
    block(row, which)
    row.blocks = written(one for one in read(row.blocks) if one.id != which)
    return _write(actor, row, WRITE, now)


# ---- proposed, and gone out ----


def _need_faultless(made: Composed) -> None:
    need(*((True, fault.words, "") for fault in checking.faults(made)))


@transaction.atomic
def propose(actor: Actor, pk: UUID, now: datetime) -> Document:
    """Ask those who must read it, and a second person, whether it leaves. Raises `NotNow` with all that stands
    against it."""
    row = _held(actor, pk, PROPOSE)
    need((row.state != State.DRAFT, _("It was proposed already."), ""))
    _need_faultless(composing.composed(row, now))
    row.state = State.PROPOSED
    return _write(actor, row, PROPOSE, now)


@transaction.atomic
def give_back(actor: Actor, pk: UUID, now: datetime) -> Document:
    """It is a draft again: before it left, or for a next version."""
    row = _held(actor, pk, RETURN)
    need((row.state == State.DRAFT, _("It is a draft already."), ""))
    row.state = State.DRAFT
    return _write(actor, row, RETURN, now)


def export(actor: Actor, pk: UUID, now: datetime) -> DocumentVersion:
    """A second person lets it leave: once everybody read it who must, and nothing stands against it. Its files are kept
    as they are. They are made before the document is held: nobody waits for its pages who writes elsewhere. Raises
    `NotAllowed`, `NotNow`, `NoFont`."""
    row = _leaving(actor, document(actor, pk))
    made = composing.composed(row, now)
    _need_faultless(made)
    one = DocumentVersion(document=row, number=len(versions(row)) + 1, by_id=actor.person, at=now)
    files = printing.files(made, one.number, now.date())
    need((_too_long(made, files["pdf"]), _("It has more pages than such a document may have. Make it shorter."), ""))
    one.html, one.pdf, one.sources = files["html"], files["pdf"], files["json"]
    one.digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    with transaction.atomic():
        held = _leaving(actor, document(actor, pk, lock=True))
        as_seen(held.version == row.version)
        need((not reviewing.is_read(made, now.date()), _("Those who must read it have not all said yes."), ""))
        one.save(force_insert=True)
        held.state = State.EXPORTED
        _write(actor, held, EXPORT, now, stated.whole(one))
    return one


def _leaving(actor: Actor, row: Document) -> Document:
    """A document that this person may let leave as the second one."""
    _need_asked(actor, row, EXPORT)
    need((row.state != State.PROPOSED, _("Somebody proposes first that it leaves."), ""))
    need_second(actor, row.pk, *SECOND_OF, wrote=WROTE, until=EXPORT)
    return row


def _too_long(made: Composed, pdf: bytes) -> bool:
    return made.skeleton.pages is not None and papers.pages(pdf) > made.skeleton.pages
