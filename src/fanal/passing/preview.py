"""What leaves: the default fields, what is added with a reason, what stays and why (docs/passing.md).

The preview is the object: the sealed bytes and the hash are made from it and from nothing else, so what a person saw
is what goes.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any, Protocol

from fanal.vocabulary.codes import FieldCategory
from fanal.vocabulary.words import gettext_noop

NOT_COVERED = gettext_noop("The agreement does not cover this.")


class NotAddable(ValueError):
    """This may not be added: `code` is unknown, no_reason, not_covered or empty; `field` names it."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


class PreviewChanged(ValueError):
    """What would leave now is not what the person saw."""


class Pack(Protocol):
    """What is sealed: facts in the order of the preview, each a frozen dataclass with `field` and `reason`."""

    @property
    def items(self) -> tuple[Any, ...]: ...

    def to_json(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Addition:
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A field that stays here, and the message id that says why."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Preview[P: Pack]:
    """`default` is sealed at the offer, `added` only after acceptance. `stays` lists what is there and does not go."""

    default: P
    added: P
    stays: tuple[Stay, ...] = ()

    @property
    def leaves(self) -> tuple[Any, ...]:
        return self.default.items + self.added.items

    @property
    def canonical(self) -> bytes:
        """The bytes that are hashed for the journal: the two contents, exactly as they are sealed."""
        return b"\n".join((self.default.to_json().encode(), self.added.to_json().encode()))

    @property
    def hash(self) -> str:
        """SHA-256 of `canonical`, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical).hexdigest()

    def confirm(self, seen: str) -> None:
        """Raises `PreviewChanged` unless the person saw this very preview."""
        if not hmac.compare_digest(seen.encode(), self.hash.encode()):
            raise PreviewChanged("the preview has changed")


@dataclass(frozen=True, slots=True)
class Choice:
    """What may leave, field by field: `default` and `addable` with the data category that must allow each; why the
    others stay, as message ids; which are named as staying whether they are there or not."""

    default: Mapping[str, FieldCategory]
    addable: Mapping[str, FieldCategory]
    stays: Mapping[str, str]
    always: tuple[str, str]
    """The first and the last of the list."""


def preview[P: Pack](
    kind: type[P],
    choice: Choice,
    values: Mapping[str, tuple[Any, ...]],
    categories: Set[str],
    additions: Iterable[Addition] = (),
) -> Preview[P]:
    """What leaves of these facts and what stays. `categories` are the data categories of the agreement; only they may
    go. Raises `NotAddable`. The same input gives the same bytes."""
    going = [name for name, category in choice.default.items() if category in categories]
    added = _added(choice, values, going, categories, additions)
    default = tuple(item for name in going for item in values.get(name, ()))
    uncovered = [name for name in choice.default if name not in going and name in values]
    stays = tuple(_stays(choice, values, {*going, *added}, uncovered))
    facts = tuple(item for name in choice.addable for item in added.get(name, ()))
    return Preview(kind(default), kind(facts), stays)  # type: ignore[call-arg]


def _added(
    choice: Choice,
    values: Mapping[str, tuple[Any, ...]],
    going: Collection[str],
    categories: Set[str],
    additions: Iterable[Addition],
) -> dict[str, tuple[Any, ...]]:
    added: dict[str, tuple[Any, ...]] = {}
    for addition in additions:
        name, reason = addition.field, " ".join(addition.reason.split())
        if name not in choice.addable or name in going:
            raise NotAddable(name, "unknown")
        if choice.addable[name] not in categories:
            raise NotAddable(name, "not_covered")
        if not reason:
            raise NotAddable(name, "no_reason")
        if name not in values:
            raise NotAddable(name, "empty")
        added[name] = tuple(replace(item, reason=reason) for item in values[name])
    return added


def _stays(
    choice: Choice, values: Mapping[str, object], going: Collection[str], uncovered: Collection[str]
) -> Iterator[Stay]:
    first, last = choice.always
    yield Stay(first, choice.stays[first])
    for name in uncovered:
        yield Stay(name, NOT_COVERED)
    for name, words in choice.stays.items():
        if name in values and name not in going and name not in uncovered:
            yield Stay(name, words)
    yield Stay(last, choice.stays[last])
