"""YAML is read by the rules of its version 1.2, and what is wrong is said with its line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.jurisdiction.files import reading
from fanal.engines.jurisdiction.files.reading import LARGEST, LARGEST_DOCUMENT, ReadingError, read, read_all, scalar

pytestmark = pytest.mark.once


def codes(text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(ReadingError) as caught:
        read(text, "a.yaml")
    return [(defect.line, defect.code) for defect in caught.value.defects]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        # YAML 1.2.2, 10.3.2: what the core schema makes of a bare word
        ("NO", "NO"), ("No", "No"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"),
        ("true", True), ("True", True), ("FALSE", False), ("null", None), ("~", None), ("", None),
        ("12", 12), ("-3", -3), ("+4", 4), ("007", 7), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0),
        ("0x1f", "0x1f"), ("1_000", "1_000"), ("12:30:45", "12:30:45"), ("2012-02-24", "2012-02-24"),
        (".inf", ".inf"), (".nan", ".nan"), ("1.2.3", "1.2.3"), ("78b", "78b"), ("5 Nr. 8", "5 Nr. 8"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)  # fmt: skip
def test_bare_words(word: str, value: object) -> None:
    """Norway stays Norway, dates stay text, and a number of twenty digits is not rounded."""
    found = scalar(word)
    assert found == value
    assert type(found) is type(value)
    assert read(f"a: {word}\n", "a.yaml").value == {"a": value}


def test_quoted_words_are_text() -> None:
    assert read("""a: ["12", 'true', "~", "2012-01-01"]""", "a").value == {"a": ["12", "true", "~", "2012-01-01"]}


def test_keys_are_text() -> None:
    assert read("NO: 1\n12: 2\ntrue: 3\nnull: 4\n", "a").value == {"NO": 1, "12": 2, "true": 3, "null": 4}


def test_anchors_aliases_and_merges() -> None:
    """What the key says itself wins over what is merged; of several the earlier wins."""
    text = "a: &a {x: 1, y: 2}\nb: &b {x: 3, z: 4}\nc: {<<: *a, y: 5}\nd: {<<: [*a, *b], w: 6}\ne: *a\n"
    value = read(text, "a").value
    assert value["c"] == {"x": 1, "y": 5}
    assert value["d"] == {"x": 1, "y": 2, "z": 4, "w": 6}
    assert value["e"] == value["a"]


def test_lines() -> None:
    """Line of the key that leads to a value; of the item in a list; through a merge that of what was merged."""
    text = "a: 1\nb:\n  - x: 1\n  - {y: 2,\n     z: 3}\nc: &c\n  d: 4\ne:\n  <<: *c\n  f: 5\n"
    found = read(text, "a")
    paths: list[tuple[tuple[str | int, ...], int]] = [
        ((), 1), (("a",), 1), (("b",), 2), (("b", 0), 3), (("b", 0, "x"), 3), (("b", 1), 4), (("b", 1, "z"), 5),
        (("c", "d"), 7), (("e", "f"), 10), (("e", "d"), 7), (("e", "missing"), 8), (("b", 7), 2),
    ]  # fmt: skip
    for path, line in paths:
        assert found.line(path) == line, path
    part = found.part("b", 1)
    assert (part.value, part.line(), part.line(("z",))) == ({"y": 2, "z": 3}, 4, 5)


def test_several_documents() -> None:
    found = read_all("a: 1\n---\nb: 2\nc: 3\n---\n", "a")
    assert [document.value for document in found] == [{"a": 1}, {"b": 2, "c": 3}]
    assert found[1].line(("c",)) == 4
    assert codes("a: 1\n---\nb: 2\n") == [(1, "yaml-documents")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(1, "yaml-documents")]),
        ("# nothing\n", [(1, "yaml-documents")]),
        ("a: 1\nb: 2\na: 3\nb: 4\n", [(3, "duplicate-key"), (4, "duplicate-key")]),
        ("x:\n  - {a: 1, a: 2}\n", [(2, "duplicate-key")]),
        ("a: 1\nb: [1, 2\nc: 3\n", [(3, "yaml-syntax")]),
        ("a: *nowhere\n", [(1, "yaml-syntax")]),
        ("a: 1\n\tb: 2\n", [(2, "yaml-syntax")]),
        ("a: &a [*a]\n", [(1, "yaml-nesting")]),
        ("a: !!python/object:os.system x\n", [(1, "yaml-tag")]),
        ("? [a, b]\n: 1\n", [(1, "yaml-key")]),
        ("a: {<<: 5}\n", [(1, "yaml-key")]),
        (b"a: 1\nb: \xff\n", [(2, "not-utf8")]),
        ("a: \x07\n", [(1, "strange-sign")]),
        ("a: 1\nb: \u2028\n", [(2, "strange-sign")]),
        ("[" * 70 + "]" * 70, [(1, "yaml-nesting")]),
        ("[" * 100_000, [(1, "yaml-syntax")]),
        ("x" * (LARGEST_DOCUMENT + 1), [(1, "file-too-large")]),
        ('a: 1\nb: "never closed\nc: 2\nd: 3\n', [(2, "yaml-syntax")]),
    ],
)
def test_what_cannot_be_read(text: str | bytes, found: list[tuple[int, str]]) -> None:
    assert codes(text) == found


def test_five_megabytes_are_refused_before_they_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_composed", lambda text, file: pytest.fail("it was parsed"))
    for content in ("- a\n" * 1_250_000, b"- a\n" * 1_250_000):
        with pytest.raises(ReadingError, match=r"too large \(4.8 MiB; the limit is 4 MiB\)"):
            read(content, "a.yaml")
    with pytest.raises(ReadingError, match="the limit is 16 MiB"):
        read_all("x" * (LARGEST + 1), "a.yaml")


def test_aliases_of_aliases_do_not_fill_the_memory() -> None:
    """Nine lines that mean ten to the ninth values are refused at once."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert codes("\n".join(lines)) == [(1, "yaml-too-much")]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read(b"\xef\xbb\xbfa: 1\n", "a").value == {"a": 1}


_WORDS = st.text("abcdefgNOyes-:0123456789 '\"#é", max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.dictionaries(_WORDS, _VALUES, min_size=1, max_size=4))
def test_what_another_program_writes_is_read_back(value: dict[str, object]) -> None:
    """JSON is YAML 1.2, on one line or on many."""
    assert read(json.dumps(value), "a").value == value
    assert read(json.dumps(value, indent=2, ensure_ascii=False), "a").value == value


def test_the_name_of_the_file_stands_in_each_message() -> None:
    with pytest.raises(ReadingError, match=r"^dir/a\.yaml:2: error: duplicate-key: "):
        read("a: 1\na: 2\n", "dir/a.yaml")


_YAMLISH = st.text(st.sampled_from("ab:-[]{},&*!|>%@`'\"#?<~ \n\t\x85\u2028é\ud7ff"), max_size=60)


@settings(max_examples=150)
@given(st.binary(max_size=60) | _YAMLISH | _YAMLISH.map(lambda text: f"a: {text}\nb:\n  - {text}\n"))
def test_no_text_whatever_breaks_the_reader(text: bytes | str) -> None:
    """It is read, with a line for each of its parts, or refused with a line."""
    try:
        documents = read_all(text, "a.yaml")
    except ReadingError as error:
        assert all(defect.line >= 1 for defect in error.defects)  # noqa: PT017 - either outcome is right
        return
    for document in documents:
        parts = document.value if isinstance(document.value, dict) else ()
        assert all(document.line((part,)) >= document.line() >= 1 for part in parts)
