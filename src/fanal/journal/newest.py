"""What was written last: whether a ciphertext that lies in the database is the one that the journal names."""

from collections.abc import Collection, Iterable
from uuid import UUID

from fanal import vault
from fanal.journal.contracts import Said
from fanal.journal.models import Entry
from fanal.journal.proof import CODED, Known, fault_of, line_of, ours


class Newest:
    """The items that one chain names. An entry counts where it is whole and signed by a key that `known` knows."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._placed: dict[bytes, list[tuple[bytes, Entry]]] = {}
        self._bare: dict[bytes, Entry] = {}
        self._deeds: dict[str, list[Entry]] = {}
        self._good: dict[int, bool] = {}

    def add(self, entry: Entry) -> None:
        """The next entry of the chain."""
        self._deeds.setdefault(entry.deed, []).append(entry)
        items = [bytes.fromhex(item) for item in entry.items]
        is_before = all(len(item) == vault.ITEM_HASH for item in items)
        for item in items:
            digest, place = item[: vault.ITEM_HASH], item[vault.ITEM_HASH :]
            if place:
                self._placed.setdefault(place, []).append((digest, entry))
            elif is_before:
                self._bare[digest] = entry

    @property
    def actors(self) -> frozenset[UUID]:
        """The people whom its entries name."""
        return frozenset(one.actor for some in self._deeds.values() for one in some if one.actor is not None)

    def holds(self, place: bytes, sealed: bytes) -> bool:
        """Whether `sealed` was the last to be written to this place. Of what 0.1.0 wrote, which named no places, only
        that it was written at some time."""
        digest = vault.item_hash(sealed)
        if found := self._placed.get(place):
            return vault.same(found[-1][0], digest) and self._is_good(found[-1][1])
        entry = self._bare.get(digest)
        return entry is not None and self._is_good(entry)

    def names(self, place: bytes) -> bool:
        """Whether something was written to this place last, and not taken away. An entry that does not hold takes
        nothing away."""
        digest, entry = self._placed.get(place, [(b"", None)])[-1]
        return entry is not None and not (vault.same(digest, vault.item_hash(b"")) and self._is_good(entry))

    def every(self, place: bytes, *, sure: bool = True) -> frozenset[bytes]:
        """The hashes of all that was ever named with this place; `sure`: by entries that hold."""
        return frozenset(digest for digest, entry in self._placed.get(place, ()) if not sure or self._is_good(entry))

    def said(self, deeds: Collection[str]) -> list[Said]:
        """What these deeds named, by entries that hold, oldest first."""
        found = [entry for deed in deeds for entry in self._deeds.get(deed, ()) if self._is_good(entry)]
        found.sort(key=lambda entry: entry.seq)
        return [(line_of(entry), frozenset(map(bytes.fromhex, entry.items))) for entry in found]

    def is_before(self, row: UUID, places: Iterable[bytes], sealed: Iterable[bytes], deeds: Collection[str]) -> bool:
        """Whether only 0.1.0, which named no places, wrote to these places of a row: nothing was written there since,
        and each ciphertext is one that a deed named which wrote such rows. Where nothing lies there any more, the row
        is the record, and its chain begins with such a deed."""
        if any(place in self._placed for place in places):
            return False
        if full := [one for one in sealed if one]:
            named = [self._bare.get(vault.item_hash(one)) for one in full]
        else:
            first = min(self._bare.values(), key=lambda entry: entry.seq, default=None)
            named = [first if first is not None and first.record == row else None]
        return all(one is not None and one.deed in deeds and self._is_good(one) for one in named)

    def _is_good(self, entry: Entry) -> bool:
        if entry.seq not in self._good:
            self._good[entry.seq] = not fault_of(entry, self._known)
        return self._good[entry.seq]


def places() -> tuple[dict[bytes, tuple[UUID, bytes]], dict[bytes, UUID]]:
    """All places of all chains, with the record and the hash of what was written there last; and the hashes for which
    an entry names no place, with the record. Reads the whole journal."""
    found: dict[bytes, tuple[UUID, bytes]] = {}
    bare: dict[bytes, UUID] = {}
    for entry in ours(Entry.objects.exclude(items=[]).order_by("record", "seq").only("record", "items", *CODED)):
        record = entry.record
        for item in map(bytes.fromhex, entry.items):
            if place := item[vault.ITEM_HASH :]:
                found[place] = record, item[: vault.ITEM_HASH]
            else:
                bare[item] = record
    return found, bare


def newest(records: Collection[UUID], known: Known) -> dict[UUID, Newest]:
    """What was written last in each of these chains, in one query."""
    found = {record: Newest(known) for record in records}
    for entry in Entry.objects.filter(record__in=records).exclude(items=[]).order_by("record", "seq"):
        found[entry.record].add(entry)
    return found
