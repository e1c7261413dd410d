"""A version of a course as it is kept once it was given: its files as they were, in one piece, the same bytes for the
same files. What was kept opens for ever (`tests/rooms/learning/kept/`). Pure.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fanal.learning.courses import reading, translating
from fanal.learning.courses.model import Course
from fanal.learning.courses.translating import Translation

SCHEMA: Final = "fanal.kept-course/1"
_FILES: Final = ("*.yaml", "lessons/*.yaml", "figures/*.svg", f"{translating.FOLDER}/*.po")
_MOST: Final = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of a course, and its translations by language."""

    course: Course
    said: Mapping[str, Translation]


def packed(folder: Path) -> bytes:
    """The files of a course."""
    paths = sorted(path for pattern in _FILES for path in folder.glob(pattern))
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    made = {"schema": SCHEMA, "code": folder.name, "files": files}
    return gzip.compress(json.dumps(made, ensure_ascii=False, sort_keys=True).encode(), mtime=0)


def opened(content: bytes) -> Kept:
    """The course that `packed` made a piece of. Raises ValueError where it is none, `Defective` for its files."""
    with gzip.GzipFile(fileobj=BytesIO(content)) as file:
        found = json.loads(file.read(_MOST))
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise ValueError("this is no course that was kept")
    with TemporaryDirectory() as name:
        folder = Path(name) / found["code"]
        for path, text in found["files"].items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        course = reading.read(folder)
        others = sorted(path.stem for path in (folder / translating.FOLDER).glob("*.po"))
        return Kept(course, {one: translating.read(folder, course, one) for one in (course.language, *others)})
