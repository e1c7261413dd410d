"""The files of a run: one form each, read as they were written, and whatever is wrong with one is our own error."""

import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.linkage.token_lists import RUN, encoded, random_tokens

from fanal.engines.linkage import files
from fanal.engines.linkage.clusters import links_of
from fanal.engines.linkage.member import part_bytes, read_part
from fanal.engines.linkage.model import LinkageError, Revealed, Scheme

pytestmark = pytest.mark.once


def samples() -> dict[str, tuple[bytes, Callable[[bytes], Any], Callable[[Any], bytes]]]:
    """A file of each kind, how it is read, and how it is written."""
    random, scheme = np.random.default_rng(1), Scheme(bands=4)
    tokens = random_tokens(random, 100, 4)
    lists = [encoded(name, tokens, random_tokens(random, 100), scheme=scheme) for name in ('Åse, "x"', "مركز")]
    revealed = Revealed("a", RUN, random_tokens(random, 9), random_tokens(random, 9))
    return {
        "list": (files.list_bytes(lists[0]), files.read_list, files.list_bytes),
        "links": (files.links_bytes(links_of(lists)), files.read_links, files.links_bytes),
        "revealed": (files.revealed_bytes(revealed), files.read_revealed, files.revealed_bytes),
        "part": (part_bytes(RUN, "a", random.bytes(32)), read_part, lambda part: part_bytes(*part)),
    }


SAMPLES = samples()


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_is_read_as_it_was_written(kind: str) -> None:
    content, read, write = SAMPLES[kind]
    assert write(read(content)) == content
    assert content.startswith(f"FANAL LINKAGE {kind.upper()} 1\n".encode())


def test_the_form_of_a_list_is_what_is_documented() -> None:
    """Mark, a line of JSON, handles, then tokens row by row, 64 bits each, least significant byte first."""
    content, read, _ = SAMPLES["list"]
    made = read(content)
    body = content.split(b"\n", 2)[2]
    numbers = struct.unpack(f"<{len(body) // 8}Q", body)
    assert list(numbers[:100]) == made.handles.tolist()
    assert list(numbers[100:]) == made.tokens.ravel().tolist()


@pytest.mark.parametrize("kind", SAMPLES)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_file_is_refused_or_read_in_its_one_form(kind: str, data: st.DataObject) -> None:
    """Bytes changed, cut or added anywhere: LinkageError, or another file of the same form, nothing else."""
    content, read, write = SAMPLES[kind]
    place = data.draw(st.integers(0, min(len(content), 700)))
    new = data.draw(st.binary(max_size=3))
    changed = content[:place] + new + content[place + data.draw(st.integers(0, 3)) :]
    try:
        made = read(changed)
    except LinkageError:
        return
    assert write(made) == changed


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_of_another_kind_is_refused(kind: str) -> None:
    for other, (content, _, _) in SAMPLES.items():
        if other != kind:
            with pytest.raises(LinkageError, match=f"no file of the kind {kind.upper()}"):
                SAMPLES[kind][1](content)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"subject":"children"', b'"subject":"suspects"', "only lists of children"),
        (b'"subject":"children"', b'"subject":"staff"', "only lists of children"),
        (b'"ground":"research_linkage"', b'"ground":"consent"', "research_linkage"),
        (b'"rows":100,"subject"', b'"rows":99,"subject"', "99 rows"),
        (b'"bands":4', b'"bands":5', "bytes of content"),
        (b'{"declared"', b'{"caregiver":1,"declared"', "not known here"),
        (b'{"declared"', b'{ "declared"', "not in its one form"),
        (b'{"declared"', b'{"declared":1,"declared"', "not in its one form"),
        (b'"period":"2025', b'"period":"x025', "something else"),
    ],
)
def test_a_list_that_says_something_else_is_refused(old: bytes, new: bytes, words: str) -> None:
    content, read, _ = SAMPLES["list"]
    assert old in content
    with pytest.raises(LinkageError, match=words):
        read(content.replace(old, new))
