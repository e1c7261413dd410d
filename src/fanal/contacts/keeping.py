"""Deeds on the file of a country: type, confirm as a second person, give back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotHere, NotNow, as_seen, ask, found, stated, visible
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.contacts import duties, files
from fanal.contacts.contracts import CountryInfo
from fanal.contacts.models import CountryVersion
from fanal.contacts.policy import CHANGING, CONFIRM, GIVE_BACK, WRITE
from fanal.contacts.standing import Standing, Verdict, chain, country_info, standing, untouched
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.files import Defective, read_yaml, written_yaml
from fanal.vocabulary.results import Refused

type Document = dict[str, Any]

_SHOWN = 50  # versions
LONGEST = 100_000
"""Characters of a file; those that Fanal ships have five thousand."""


@dataclass(frozen=True, slots=True)
class File:
    """The file of a country for somebody who looks after it. `document`: the newest, with what waits for a second
    person; None where there is none. `counts`: what everybody is shown now."""

    country: str
    standing: Standing
    document: Document | None
    counts: CountryInfo | None


def countries_of(actor: Actor) -> list[str]:
    """The countries whose files the actor's organisation may look after."""
    return sorted(network.org(actor.org).mandates)


def unknown_of(actor: Actor) -> list[str]:
    """Those of them of which nothing is held, and nobody keeps the file yet."""
    return untouched(countries_of(actor))


def file_of(actor: Actor, country: str) -> File:
    """The file of a country of the actor's mandate. Raises `NotHere`."""
    if country not in countries_of(actor):
        raise NotHere
    stands = standing(country)
    if stands.keeper not in {None, actor.org}:  # what waits there is theirs until it counts
        stands.waits, stands.typed = None, []
    return File(country, stands, _document(country, stands), country_info(country))


def versions(actor: Actor, country: str) -> list[CountryVersion]:
    """What was typed in the actor's organisation, newest first, each with its people."""
    rows = visible(actor, CountryVersion.objects.filter(country=country))
    return list(rows.select_related("by", "second").order_by("-number")[:_SHOWN])


def version_of(actor: Actor, version_id: UUID) -> CountryVersion:
    """A version of the actor's organisation. Raises `NotHere`."""
    return found(actor, CountryVersion, version_id, "by")


def document_of(row: CountryVersion) -> Document | None:
    """What a version holds; None where somebody put something else there."""
    try:
        return files.parse(row.text, row.country)
    except Defective:
        return None


def with_before(file: File, rows: Sequence[CountryVersion]) -> Iterator[tuple[CountryVersion, Document | None]]:
    """Each version (newest first) with the text on which it was typed: the last before it that was not given back."""
    for at, row in enumerate(rows):
        base = next((one for one in rows[at + 1 :] if one.verdict != Verdict.RETURNED), None)
        yield row, document_of(base) if base else _document(file.country, Standing())


def _document(country: str, stands: Standing) -> Document | None:
    row = stands.waits or (stands.confirmed[-1] if stands.confirmed else None)
    if row is not None:
        return document_of(row)
    try:
        shipped = read_yaml(files.path_of(country))
    except Defective:
        return None
    return shipped if isinstance(shipped, dict) else None


def confirmed_document(file: File) -> Document | None:
    """What counts now, or would if this software took it; None where nothing does."""
    return _document(file.country, Standing(confirmed=file.standing.confirmed))


def text_of(file: File) -> str:
    """The newest text; empty where there is none."""
    return written_yaml(file.document) if file.document else ""


def text_in_force(file: File) -> str:
    """The file that counts now, as text; empty where there is none."""
    found = confirmed_document(file) if file.counts else None
    return written_yaml(found) if found else ""


@transaction.atomic
def write(actor: Actor, country: str, document: Mapping[str, Any], seen: int, now: datetime) -> CountryVersion:
    """Put a document in the place of the newest; it waits for a second person. `seen`: the number of the version that
    the person looked at. Raises `NotNow` with everything that is wrong, each with its key as `field`; `NotAllowed`."""
    ask(actor, WRITE, country)
    stands = _held(country)
    _need_keeper(actor, stands)
    text = _checked(country, document)
    before = stands.waits
    if before is not None and before.text == text and before.by_id == actor.person:
        return before  # the second press
    as_seen(stands.newest == seen, stands.newest)
    if (there := _document(country, stands)) is not None and written_yaml(there) == text:
        raise NotNow(_("Nothing here is other than what stands there."))
    row = CountryVersion(org_id=actor.org, country=country, number=stands.newest + 1, text=text, at=now)
    row.by_id = actor.person
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody began at the same moment
        as_seen(False, stands.newest + 1)
    _state(actor, row, WRITE, now)
    clocks.stop(chain(country), duties.SECOND, now=now, done=False)
    clocks.start(duties.SECOND, actor.org, chain(country), now=now, owner=Target.second(actor.roles))
    return row


@transaction.atomic
def confirm(actor: Actor, version_id: UUID, now: datetime) -> CountryVersion:
    """The second person compared it: from now on it counts. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row, stands = _waiting(actor, version_id, CONFIRM)
    if row.verdict == Verdict.CONFIRMED and row.second_id == actor.person:
        return row  # the second press
    as_seen(stands.waits is not None and stands.waits.pk == row.pk)
    if not stands.is_second(actor.person, stands.typed[-1]):
        raise NotAllowed(Refused("self", _("You typed in this. Somebody else compares and confirms it.")))
    _checked(row.country, files.parse(row.text, row.country))
    _answer(actor, row, Verdict.CONFIRMED, CONFIRM, now)
    duties.settle(row.country, row.org_id, now)
    return row


@transaction.atomic
def give_back(actor: Actor, version_id: UUID, note: str, now: datetime) -> CountryVersion:
    """It is not so, or whoever typed it takes it back: what counted before goes on to count. Raises as `confirm`."""
    row, stands = _waiting(actor, version_id, GIVE_BACK)
    if row.verdict == Verdict.RETURNED and row.second_id == actor.person:
        return row
    as_seen(stands.waits is not None and stands.waits.pk == row.pk)
    if not note.strip():
        raise NotNow(_("Write what is not so."), "note")
    row.note = " ".join(note.split())[:300]
    _answer(actor, row, Verdict.RETURNED, GIVE_BACK, now)
    return row


def _waiting(actor: Actor, version_id: UUID, deed: str) -> tuple[CountryVersion, Standing]:
    row = found(actor, CountryVersion, version_id, lock=True)
    ask(actor, deed, row)
    stated.need_whole(chain(row.country), *CHANGING)
    return row, standing(row.country)


def _held(country: str) -> Standing:
    """How the file stands, while nobody else types or confirms. Raises `NotAllowed` where its chain is torn."""
    stated.need_whole(chain(country), *CHANGING)
    list(CountryVersion.objects.select_for_update().filter(country=country).order_by("-number")[:1])
    return standing(country)


def _need_keeper(actor: Actor, stands: Standing) -> None:
    keeper = stands.keeper
    if keeper is None or keeper == actor.org:
        return
    other = network.org(keeper)
    row = stands.waits or stands.confirmed[-1]
    if row.country in other.mandates:
        raise NotNow(_("%(name)s keeps the file of this country. Ask them.") % {"name": other.name})


def _checked(country: str, document: Mapping[str, Any]) -> str:
    """The text of a document in which nothing is wrong."""
    try:
        files.read(dict(document), country, production=settings.PRODUCTION, file=f"{country}.yaml")
        text = written_yaml(document)
        files.parse(text, f"{country}.yaml")  # a form takes signs that no file has
    except Defective as found:
        wrong = [NotNow(defect.words, defect.key, code="defect") for defect in found.defects]
        wrong[0].others = tuple(wrong[1:])
        raise wrong[0] from None
    if len(text) > LONGEST:
        raise NotNow(_("This is longer than a file of a country can be."))
    return text


def _answer(actor: Actor, row: CountryVersion, verdict: Verdict, deed: str, now: datetime) -> None:
    row.verdict, row.second_id, row.second_at = verdict.value, actor.person, now
    row.save(update_fields=["verdict", "second", "second_at", "note"])
    _state(actor, row, deed, now)
    clocks.stop(chain(row.country), duties.SECOND, now=now)


def _state(actor: Actor, row: CountryVersion, deed: str, now: datetime) -> None:
    items = [stated.whole(row)]
    journal.write(chain(row.country), actor.signatory(), deed, at=now, purpose=str(row.number), items=items)
