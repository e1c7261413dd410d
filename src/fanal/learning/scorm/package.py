"""A course in one language as a SCORM 1.2 package (ADL SCORM 1.2, 1 October 2001): one page that plays it, with all
that it needs. The system in which it is played learns whether somebody passed, a rounded score, and how far they were.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi

from fanal.learning.courses.model import Course
from fanal.learning.courses.translating import Translation
from fanal.learning.player.showing import Shown

HERE: Final = Path(__file__).parent
LARGEST: Final = 1_000_000
"""Bytes of a package at most."""
MASTERY: Final = 80
"""From which score on a system takes somebody as having passed; `scoring.js` never says another thing than the
status."""
_STYLES: Final = {"public.css": "web/public.css", "player.css": "learning/player.css"}
_SCRIPTS: Final = ("runtime.js", "scoring.js", "course.js")
_SAME_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of every file in every package, so that equal courses are equal bytes
_MANIFEST: Final = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={id} version="1.1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" \
xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="course"><organization identifier="course"><title>{title}</title>
<item identifier="item" identifierref="sco" isvisible="true"><title>{title}</title>\
<adlcp:masteryscore>{mastery}</adlcp:masteryscore></item></organization></organizations>
<resources><resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">{files}</resource>\
</resources>
</manifest>
"""


def name(course: Course, language: str) -> str:
    """Of the file."""
    return f"{course.code}-{course.version}-{language}.zip"


def made(course: Course, said: Translation, tell: str, host: str) -> bytes:
    """The package: the same bytes for the same course. `tell`: the whole address where a concern is told; `host`: where
    somebody takes the course with a card instead."""
    files = {"index.html": _page(course, said, tell, host)}
    for inside, static in _STYLES.items():
        found = finders.find(static)
        assert isinstance(found, str)
        files[inside] = Path(found).read_text("utf-8")
    files |= {script: (HERE / script).read_text("utf-8") for script in _SCRIPTS}
    return _packed({"imsmanifest.xml": _manifest(course, said, files), **files})


def _packed(files: Mapping[str, str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for inside, text in files.items():
            entry = zipfile.ZipInfo(inside, _SAME_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, text)
    return into.getvalue()


def _manifest(course: Course, said: Translation, files: Mapping[str, str]) -> str:
    return _MANIFEST.format(
        id=quoteattr(f"fanal.{course.code}.{course.version}.{said.language}"),
        title=escape(said.texts["title"]),
        mastery=MASTERY,
        files="".join(f"<file href={quoteattr(inside)}/>" for inside in files),
    )


def _page(course: Course, said: Translation, tell: str, host: str) -> str:
    shown = Shown(course, said)
    with translation.override(said.language):
        there = SimpleNamespace(language=said.language, dir="rtl" if get_language_bidi() else "ltr", start=tell)
        context = {
            "page": there,
            "shown": shown,
            "tell": tell,
            "host": host,
            "pages": [{"lesson": lesson, **shown.page(page)} for lesson, page in course.places],
            "situations": [shown.situation(one) for one in course.scenarios],
            "questions": [shown.asked(one, ",") for one in course.questions],  # answered, with nothing chosen
            "data": _data(course),
        }
        return render_to_string("learning/scorm.html", context)


def _data(course: Course) -> dict[str, Any]:
    """What the page needs to score: of each situation what it is, and what each choice is worth and leads to."""
    rule = course.passing
    assert rule is not None
    return {
        "forms": {form: [[arm.id for arm in arms] for arms in course.slots(form)] for form in course.forms["final"]},
        "situations": {
            one.id: {
                "truth": one.truth,
                "choices": {
                    made.id: {"value": made.value, "tells": made.tells, "next": made.next} for made in one.choices
                },
            }
            for one in course.scenarios
        },
        "passing": {
            "acts_right": rule.acts_right,
            "harmful": rule.harmful,
            "hit_rate": rule.hit_rate,
            "false_alarm_rate": rule.false_alarm_rate,
        },
        "notices": bool(course.blueprint) and course.kind == "notice",
    }
