"""Releases for everybody as other rooms get them, by way of the site: what each is, and its exact signed bytes."""

from dataclasses import dataclass
from uuid import UUID

from fanal.research.contracts import ReleaseState, release_id
from fanal.research.public import shelf


@dataclass(frozen=True, slots=True)
class Given:
    """A release without its bytes. `code`: as its files say it; `org`: whose identity signed it."""

    code: str
    org: UUID
    is_withdrawn: bool
    reason: str


def public() -> list[Given]:
    """All versions of all releases for everybody, withdrawn ones among them, the oldest first."""
    return [
        Given(release_id(one.number, one.version), one.org_id, one.state == ReleaseState.WITHDRAWN, one.reason)
        for one in reversed(shelf.public())
    ]


def bundle_of(code: str) -> bytes:
    """The ZIP file of a release as it was published. Raises `NotWhole` where its bytes are others now, `KeyError`
    where there is none for everybody."""
    number, _version, version = code.rpartition("-v")
    found = shelf.public().filter(number=number, version=int(version)).first() if version.isdecimal() else None
    if found is None:
        raise KeyError(code)
    return shelf.packed(found)
