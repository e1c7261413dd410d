"""What a device loads of a course before it is without a network: the lessons as they are drawn with one, the
situations without what each choice is worth, and a list of both with their SHA-256, signed.

What came of a form is told after it was sent: nothing on a device says what is right at the end.
"""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation

from fanal import vault
from fanal.access.api import languages
from fanal.learning.attempts.attempts import FINAL
from fanal.learning.certificates import jws
from fanal.learning.courses import library, paths
from fanal.learning.courses.model import BlockKind, Page, Scenario
from fanal.learning.player.showing import Shown
from fanal.network.api import keyfile

MANIFEST, LESSONS, FORMS = "pack.json", "lessons.json", "forms.json"
FILES: Final = (MANIFEST, LESSONS, FORMS)


def signer() -> vault.Signer:
    """Who signs packs: a key that grows from that of the installation, and signs nothing else."""
    return keyfile.keyfile().signing.derive("learning.packs").signer()


def pack(code: str, language: str) -> Mapping[str, bytes]:
    """The pack of a course that is given, as files."""
    course = library.shipped()[code]
    return _pack(code, language, course.version, signer().public)


@lru_cache(maxsize=2)  # a device asks for its three files one after the other
def _pack(code: str, language: str, _version: int, _key: bytes) -> Mapping[str, bytes]:
    shown = Shown(library.shipped()[code], library.spoken(code, language))
    spoken = language if language in languages.offered() else "en"
    with translation.override(spoken):
        files = {LESSONS: jws.compact(_lessons(shown, spoken)), FORMS: jws.compact(_forms(shown, spoken))}
    listed = {
        "schema": "fanal.pack/1", "course": code, "version": shown.course.version, "language": language,
        "title": shown.title, "dir": shown.dir,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }  # fmt: skip
    return {**files, MANIFEST: _signed(jws.compact(listed))}


def _signed(payload: bytes) -> bytes:
    """A JWS as JSON (RFC 7515, 7.2.2)."""
    head, body, mark = jws.signed({"alg": "EdDSA"}, payload, signer().sign_jws).split(".")
    return jws.compact({"protected": head, "payload": body, "signature": mark})


def _drawn(template: str, spoken: str, **context: Any) -> str:
    page = {"language": spoken, "start": f"/{spoken}/"}
    return render_to_string(f"learning/player/{template}.html", {"page": page, "play": "#", **context}).strip()


def _lessons(shown: Shown, spoken: str) -> dict[str, Any]:
    """Each page as it is before an answer; `replies`: what stands in place of what was answered; `asks`: what can
    follow there."""
    course = shown.course
    met = [one for page in course.pages for one in paths.reached(course, _refs(page, BlockKind.SCENARIO))]
    questions = [course.question(ref) for page in course.pages for ref in _refs(page, BlockKind.QUESTION)]
    replies = {one.id: _drawn("situation", spoken, situation=shown.situation(one)) for one in met}
    for one in questions:
        assert one is not None
        replies[one.id] = _drawn("question", spoken, question=shown.asked(one, "-"))
    return {
        "lessons": [
            {
                "id": lesson.id,
                "title": shown.texts[lesson.title],
                "pages": [
                    {"id": f"{lesson.id}.{page.id}", "title": shown.texts[page.title],
                     "html": _drawn("blocks", spoken, **shown.page(page))}
                    for page in lesson.pages
                ],
            }
            for lesson in course.lessons
        ],
        "replies": replies,
        "asks": {one.id: _drawn("choose", spoken, situation=shown.situation(one)) for one in met},
        "next": _next(met),
    }  # fmt: skip


def _refs(page: Page, kind: BlockKind) -> list[str]:
    return [block.ref for block in page.blocks if block.kind is kind]


def _next(met: Iterable[Scenario]) -> dict[str, dict[str, str]]:
    """By situation and choice, the situation that follows."""
    following = {one.id: {made.id: made.next for made in one.choices if made.next} for one in met}
    return {name: said for name, said in following.items() if said}


def _forms(shown: Shown, spoken: str) -> dict[str, Any]:
    """The forms at the end: of each the places, with the arms of each. `by`: by which name order and choices are
    shuffled."""
    course = shown.course
    names = course.forms.get(FINAL, ())
    met = paths.reached(course, [one.id for name in names for one in course.of_form(name)])
    return {
        "forms": {name: [[one.id for one in arms] for arms in course.slots(name)] for name in names},
        "by": {one.id: one.like or one.id for one in met},
        "asks": {one.id: _drawn("choose", spoken, situation=shown.situation(one)) for one in met},
        "next": _next(met),
    }
