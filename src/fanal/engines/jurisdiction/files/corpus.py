"""The law corpus: read, validated, checked and compiled, as a whole or not at all.

Every ``*.yaml`` that lies directly in a corpus folder, in its ``jurisdictions`` or in its ``treaties`` is read; what it
is follows from its ``schema``. All defects of all files are found in one run.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from fanal.engines.jurisdiction import model
from fanal.engines.jurisdiction.files import (
    articles,
    authoring,
    canonical,
    checks,
    compiling,
    reading,
    shared,
    stored,
    validation,
)
from fanal.engines.jurisdiction.files.reading import Defect, Document, ReadingError, given, read
from fanal.engines.jurisdiction.files.validation import validate
from fanal.engines.jurisdiction.model import Corpus
from fanal.vocabulary import whole
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.garbage import uncollected

LAW = CORPUS / "law"
BLOCKED = "fanal.blocked_sources/1"
FOLDERS = ("", "jurisdictions", "treaties")
type Tell = Callable[[int, int], None]
SCHEMAS = frozenset((
    "fanal.law/1", "fanal.ratifications/1", "fanal.reservations/1", "fanal.groups/1", "fanal.profiles/1",
    "fanal.reform_costs/1", "fanal.blocked_sources/1",
))  # fmt: skip


class CorpusError(ValueError):
    """A corpus with errors; ``defects`` holds all of them, and the warnings."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        errors = [defect for defect in defects if defect.severity == "error"]
        super().__init__("\n".join(map(str, errors)))
        self.defects = tuple(defects)


def load_corpus(
    path: Path = LAW, extra: Iterable[Path] = (), *, cache: Path | None = None, tell: Tell = lambda _done, _total: None
) -> Corpus:
    """The corpus of a folder (or one file) and of further ones; raises `CorpusError` with every defect.

    With a `cache` folder the compiled corpus is kept there by version, and found again for the same files. `tell` is
    told how many files of how many were read.
    """
    contents, missing = _contents([path, *extra])
    if missing:
        raise CorpusError(missing)
    return compile_texts(contents, cache=cache, tell=tell)


def compile_documents(documents: Mapping[str, Mapping[str, Any]]) -> Corpus:
    """The corpus of mappings that are already parsed, by name (which only messages show); raises `CorpusError`."""
    return _compiled([given(value, name) for name, value in documents.items()], [])


def compile_texts(
    contents: Mapping[str, bytes], *, checked: bool = False, cache: Path | None = None,
    tell: Tell = lambda _done, _total: None,
) -> Corpus:  # fmt: skip
    """The corpus of texts in memory, by the names of their files; raises `CorpusError` with every defect. `checked`:
    they were found without one before, and are not looked at again. `cache`, `tell`: as of `load_corpus`."""
    key = cache / f"{_key(contents)}.key" if cache else None
    if key and cache:
        with suppress(OSError, UnicodeDecodeError, canonical.NoSuchVersion, canonical.CanonicalError):
            return canonical.open_version(cache, key.read_text("ascii"))
    with uncollected():
        corpus = _compiled(*_documents(contents, tell), checked=checked)
    if key and cache:
        canonical.store(corpus, cache)
        whole.put(key, corpus.version.encode())
        return dataclasses.replace(corpus, laws=canonical.as_asked(corpus))
    return corpus


def check_texts(contents: Mapping[str, bytes]) -> list[Defect]:
    """All errors and warnings of texts in memory, by the names of their files. Whoever drafts asks again and again with
    one text changed: what was parsed is kept by its content."""
    with uncollected():
        documents, defects = _documents(contents, lambda _done, _total: None, parse=_parsed)
        return sorted([*defects, *_defects(documents)])


def _parsed(content: bytes, name: str) -> Document:
    """A document of its own: its nodes, twenty times the text once a line is asked for, end with it."""
    return dataclasses.replace(_read_once(content, name))


@lru_cache(maxsize=64)
def _read_once(content: bytes, name: str) -> Document:
    return read(content, name)


def check_corpus(
    path: Path = LAW, extra: Iterable[Path] = (), *, tell: Tell = lambda _done, _total: None
) -> tuple[list[Defect], int]:
    """All errors and warnings of a corpus, and the number of files that were read."""
    contents, missing = _contents([path, *extra])
    with uncollected():
        documents, defects = _documents(contents, tell)
        return sorted([*missing, *defects, *_defects(documents)]), len(contents)


def files_of(path: Path) -> list[Path]:
    """The files of a corpus folder in the order of their names, or the one file."""
    if path.is_file():
        return [path]
    return sorted(found for folder in FOLDERS for found in (path / folder).glob("*.yaml"))


def _contents(paths: Iterable[Path]) -> tuple[dict[str, bytes], list[Defect]]:
    contents, missing = dict[str, bytes](), list[Defect]()
    for path in paths:
        found = files_of(path)
        if not found:
            missing.append(Defect(str(path), 0, "no-files", "There is no law here.", "Name a folder of law files."))
        contents |= {str(file): file.read_bytes() for file in found}
    return contents, missing


def _documents(
    contents: Mapping[str, bytes], tell: Tell, *, parse: Callable[[bytes, str], Document] = read
) -> tuple[list[Document], list[Defect]]:
    documents, defects = list[Document](), list[Defect]()
    for done, (name, content) in enumerate(contents.items()):
        tell(done, len(contents))
        try:
            documents.append(parse(content, name))
        except ReadingError as error:
            defects += error.defects
    return documents, defects


def _defects(documents: Sequence[Document]) -> list[Defect]:
    shapes = {document.file: validate(document, SCHEMAS) for document in documents}
    named = [one for one in documents if isinstance(one.value, dict) and str(one.value.get("schema")) in SCHEMAS]
    unsound = frozenset(file for file, found in shapes.items() if found)
    return [*chain.from_iterable(shapes.values()), *checks.check(named, unsound, _blocked(named))]


def _blocked(documents: Sequence[Document]) -> frozenset[str]:
    """The domains that the lists among the documents name, and always those of the list that we ship."""
    lists = [*_shipped_list(), *(one for one in documents if one.value["schema"] == BLOCKED)]
    rows = (row for one in lists for row in one.value.get("domains", ()) if isinstance(row, dict))
    return frozenset(str(row.get("domain")).lower() for row in rows)


@cache
def _shipped_list() -> tuple[Document, ...]:
    path = LAW / "blocked_sources.yaml"
    return (read(path.read_bytes(), str(path)),) if path.exists() else ()


def _compiled(documents: Sequence[Document], defects: Sequence[Defect], *, checked: bool = False) -> Corpus:
    every = sorted(defects if checked else [*defects, *_defects(documents)])
    if any(defect.severity == "error" for defect in every):
        raise CorpusError(every)
    kinds: dict[str, list[Document]] = {name: [] for name in SCHEMAS}
    for document in sorted(documents, key=lambda document: document.file):
        kinds[document.value["schema"]].append(document)
    laws = {law.jurisdiction: law for law in map(compiling.law, kinds["fanal.law/1"])}
    own = [shared.of_law(document) for document in kinds["fanal.law/1"]]
    rows = (row for document in kinds["fanal.ratifications/1"] for row in shared.treaty_rows(document))
    reservations = (row for document in kinds["fanal.reservations/1"] for row in shared.reservation_rows(document))
    return with_version(
        Corpus(
            laws=dict(sorted(laws.items())),
            treaties=shared.over(rows, (row for treaties, _none in own for row in treaties)),
            reservations=shared.over(reservations, (row for _none, reserved in own for row in reserved)),
            groups=shared.groups(kinds["fanal.groups/1"]),
            profiles=shared.profiles(kinds["fanal.profiles/1"]),
            reform_costs=shared.reform_costs(kinds["fanal.reform_costs/1"]),
            version="",
        )
    )


def with_version(corpus: Corpus) -> Corpus:
    """The same corpus with the version that its content has: whoever changes a corpus calls this."""
    return dataclasses.replace(corpus, version=canonical.version(corpus))


def _key(contents: Mapping[str, bytes]) -> str:
    """Names the sources and the software that compiled them: with either changed, what was compiled is not used."""
    digest = hashlib.sha256(_software())
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@cache
def _software() -> bytes:
    here = Path(__file__).parent
    parts = (articles, authoring, canonical, checks, compiling, model, reading, shared, stored, validation)
    files = [
        Path(__file__),
        *(Path(str(part.__file__)) for part in parts),
        *here.glob("schemas/*.json"),
        *stored.TEXTS.glob("*.md"),
    ]
    blocked = [Path(one.file) for one in _shipped_list()]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted([*files, *blocked]))).digest()
