"""Versions of courses that were given here. What somebody began, or has on a device without a network, is of the
version that it was then, also when another is published meanwhile: each that is given is kept once, as a copy that is
signed, so that nobody who writes to the database says afterwards what was right.
"""

import hashlib
import logging
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from fanal import vault
from fanal.learning.courses import keeping, library
from fanal.learning.courses.keeping import Kept
from fanal.learning.courses.model import Course
from fanal.learning.courses.translating import Translation
from fanal.learning.models import KeptCourse
from fanal.network.api import keyfile
from fanal.vocabulary.files import Defective

logger = logging.getLogger(__name__)


def keep(course: Course, now: datetime) -> None:
    """A version that ships is given for the first time: it is kept. Said again, nothing happens, unless what lies there
    is not what was kept here: it is kept anew while the files are still here."""
    known = KeptCourse.objects.filter(code=course.code, version=course.version).first()
    if known and _is_signed(known) and hashlib.sha256(known.content).hexdigest() == known.digest:
        return
    content = keeping.packed(library.COURSES / course.code)
    digest = hashlib.sha256(content).hexdigest()
    signature = _signer().sign("kept-course", _statement(course.code, course.version, digest))
    made = KeptCourse(
        code=course.code, version=course.version, digest=digest, content=content, signature=signature, kept_at=now
    )
    columns = ["digest", "content", "signature", "kept_at"]
    KeptCourse.objects.bulk_create(  # two may begin at once
        [made], update_conflicts=True, unique_fields=["code", "version"], update_fields=columns
    )


def _signer() -> vault.Signer:
    """A key that grows from that of the installation, and signs nothing else."""
    return keyfile.keyfile().signing.derive("learning.kept").signer()


def _is_signed(row: KeptCourse) -> bool:
    """Whether this installation kept files of this hash."""
    said = _statement(row.code, row.version, row.digest)
    return vault.verify(_signer().public, "kept-course", said, bytes(row.signature))


def _statement(code: str, version: int, digest: str) -> bytes:
    return vault.canonical({"code": code, "version": version, "sha256": digest})


def course(code: str, version: int) -> Course | None:
    """A course in a version: one that ships, else one that was given here; None where it is neither."""
    if (shipped := library.of_version(code, version)) is not None:
        return shipped
    found = _kept(code, version)
    return found.course if found else None


def languages(one: Course) -> tuple[str, ...]:
    """In which a course is there at least in part, in its version."""
    if _ships(one):
        return library.languages(one.code)
    found = _kept(one.code, one.version)
    return tuple(found.said) if found else (one.language,)


def spoken(one: Course, language: str) -> Translation:
    """A course in a language, in its version."""
    if _ships(one):
        return library.spoken(one.code, language)
    found = _kept(one.code, one.version)
    return (found.said.get(language) if found else None) or Translation(one, one.language, {})


def _ships(one: Course) -> bool:
    return library.of_version(one.code, one.version) is not None


def _kept(code: str, version: int) -> Kept | None:
    row = KeptCourse.objects.filter(code=code, version=version).defer("content").first()
    if row is None:
        return None
    try:
        if _is_signed(row):
            return _opened(row.pk, row.digest)
    except (ValueError, Defective):
        logger.exception("a version of a course that was kept does not open")
        return None
    logger.error("a version of a course is not the one that was kept here")
    return None


@lru_cache(maxsize=32)
def _opened(pk: UUID, digest: str) -> Kept:
    content = bytes(KeptCourse.objects.get(pk=pk).content)
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError("the files are not those that were kept")
    return keeping.opened(content)
