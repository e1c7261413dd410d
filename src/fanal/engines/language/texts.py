"""Every text that a page can say, as a translator meets it: key, English, where it is seen, for whom, in which part.

Finding them reads all sources, which takes seconds; what was found is kept beside the code (`kept_texts`), under the
digest of what it was found in.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

import yaml

from fanal.engines.language import catalogues
from fanal.engines.language.catalogues import Found
from fanal.engines.language.rules import matches

DESK = "desk"
"""The part of a text that no public page says."""


@dataclass(frozen=True)
class Text:
    """One text. `files`: where it is seen, as paths; `notes`: for translators; `part`: of which pages it is."""

    singular: str
    plural: str | None
    context: str | None
    files: tuple[str, ...]
    notes: tuple[str, ...]
    part: str

    @cached_property
    def key(self) -> str:
        return key_of(self.context, self.singular, self.plural)

    @property
    def place(self) -> tuple[str | None, str]:
        """What a catalogue tells messages apart by."""
        return self.context, self.singular

    @property
    def for_children(self) -> bool:
        return catalogues.FOR_CHILDREN in self.notes

    def english(self, form: int) -> str:
        """The English of one plural form; the first is of one."""
        return self.plural if self.plural and form else self.singular


def key_of(context: str | None, singular: str, plural: str | None) -> str:
    """Names a text by its English: worded anew, it is another text."""
    plain = json.dumps([context, singular, plural], ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def gathered(rooms: Mapping[str, Iterable[Found]], parts: Mapping[str, tuple[str, ...]]) -> list[Text]:
    """The texts of all rooms, each once, those of the first part first. `parts`: globs of the files of each."""
    found: dict[tuple[str | None, str], list[Found]] = {}
    for messages in rooms.values():
        for message in messages:
            found.setdefault((message.context, message.singular), []).append(message)
    order = {part: place for place, part in enumerate((*parts, DESK))}
    texts = [_text(messages, parts) for messages in found.values()]
    return sorted(texts, key=lambda text: order[text.part])


def _text(messages: list[Found], parts: Mapping[str, tuple[str, ...]]) -> Text:
    first = messages[0]
    files = tuple(dict.fromkeys(message.file for message in messages))
    notes = tuple(dict.fromkeys(note for message in messages for note in message.notes))
    part = next((name for name, globs in parts.items() if any(matches(PurePath(one), globs) for one in files)), DESK)
    plural = next((message.plural for message in messages if message.plural), None)
    return Text(first.singular, plural, first.context, files, notes, part)


def parts_of(package: Path) -> dict[str, tuple[str, ...]]:
    """The parts of public pages with the globs of their files, as `locale/parts.yaml` of a room says."""
    parts: dict[str, tuple[str, ...]] = {}
    for path in sorted(package.glob("*/locale/parts.yaml")):
        parts |= {name: tuple(globs) for name, globs in yaml.safe_load(path.read_text("utf-8")).items()}
    return parts


# ---- kept ----


def kept_at(package: Path) -> Path:
    """Where the texts of a package are kept, once they were found."""
    return package / "texts.json"


def digest_of(files: Iterable[Path]) -> str:
    """Of what the texts are found in, whichever machine it lies on."""
    whole = hashlib.blake2b(digest_size=16)
    for path in files:
        content = path.read_bytes()
        whole.update(f"{path.name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def kept(package: Path, digest: str) -> list[Text] | None:
    """What was found before in the same files; None where nothing was, or it cannot be read."""
    try:
        content = json.loads(kept_at(package).read_bytes())
        return list(_read(content["texts"])) if content["digest"] == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(rows: Iterable[dict[str, Any]]) -> Iterator[Text]:
    for row in rows:
        yield Text(**row | {name: tuple(row[name]) for name in ("files", "notes")})


def written(found: Iterable[Text], digest: str) -> bytes:
    """The bytes that `kept` reads."""
    return json.dumps({"digest": digest, "texts": [asdict(one) for one in found]}, ensure_ascii=False).encode()
