"""The courses of a folder: read, checked, and in which languages they are there. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fanal.learning.courses import checks, reading, translating
from fanal.learning.courses.model import Course
from fanal.learning.courses.translating import Translation
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import Defect, Defective

COURSES: Final = CORPUS / "courses"


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a folder: its courses by code, and what is wrong. A course with a defect is not among them."""

    courses: Mapping[str, Course]
    defects: tuple[Defect, ...]


def folders(folder: Path) -> Iterator[Path]:
    """Those that hold a course."""
    return (path.parent for path in sorted(folder.glob("*/course.yaml")))


def read(folder: Path) -> Read:
    """All courses of a folder. A course that requires another needs it in the same folder."""
    found: dict[str, Course] = {}
    wrong: list[Defect] = []
    for path in folders(folder):
        try:
            course = reading.read(path)
        except Defective as error:
            wrong += [Defect(f"{path.name}/{one.file}", one.key, one.words) for one in error.defects]
        else:
            found[course.code] = course
    for course in list(found.values()):
        if bad := checks.defects(course, found):
            wrong += bad
            del found[course.code]
    return Read(found, tuple(wrong))


@cache
def shipped() -> Mapping[str, Course]:
    """The courses of this program, by code. They are checked where they are written (`fanal learning check`)."""
    return {path.name: reading.read(path) for path in folders(COURSES)}


def of_version(code: str, version: int) -> Course | None:
    """A shipped course in this version; None where another is here, or none."""
    found = shipped().get(code)
    return found if found and found.version == version else None


@cache
def spoken(code: str, language: str) -> Translation:
    """A shipped course in a language."""
    return translating.read(COURSES / code, shipped()[code], language)


@cache
def languages(code: str) -> tuple[str, ...]:
    """In which a shipped course is there at least in part: first that in which it was written."""
    files = sorted(path.stem for path in (COURSES / code / translating.FOLDER).glob("*.po"))
    return (shipped()[code].language, *files)
