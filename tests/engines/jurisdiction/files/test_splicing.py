"""One provision of a file at a time: its lines and no others change, whatever the file looks like."""

from pathlib import Path

import pytest
from tests.engines.jurisdiction.files.test_checks import GOOD

from fanal.engines.jurisdiction.files import splicing
from fanal.engines.jurisdiction.files.corpus import LAW, check_texts
from fanal.engines.jurisdiction.files.reading import ReadingError, read

pytestmark = pytest.mark.once

SHIPPED = sorted((LAW / "jurisdictions").glob("*.yaml"))
ODD = """\
schema: fanal.law/1   # first words
jurisdiction: XA

names: {en: State XA}
sources:
    # of the code
    code: &code {title: Code, kind: statute, version_date: 2020-01-01}
    later:
        <<: *code
        version_date: 2021-01-01   # ends here

offences:
# the first
-   id: xa.1
    covers: [sexual_activity]

    note: |
      two lines,
        and more
    versions: &v [{to: 1999-12-31,
  unknown: true}, {from: 2000-01-01, source: code}]
# the second

-
    # within
    id: xa.2
    covers: [grooming]   # behind
    versions: *v
# at the end
extradition:
  nationals: never
retired: [xa.9]
"""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_provision_of_what_ships_can_be_taken_out_and_put_back_to_the_byte(path: Path) -> None:
    text = path.read_text("utf-8")
    found, value = splicing.parts(text), read(text, path.name).value
    for kind, key in splicing.LISTS.items():
        for one in value.get(kind, ()):
            assert (f"definitions.{one[key]}" if kind == "definitions" else one[key]) in found
    assert {f"sources.{key}" for key in value["sources"]} <= found.keys()
    for part in found.values():
        assert splicing.replaced(text, part, part.written) == text
        assert splicing.faults(part.written, part.kind, part.name, part) == []
        assert text.split("\n")[part.line - 1].lstrip() == part.written.split("\n")[0].lstrip()


def test_only_the_lines_of_the_provision_change() -> None:
    parts = splicing.parts(ODD)
    assert list(parts) == ["sources.code", "sources.later", "xa.1", "xa.2", "extradition"]
    assert parts["sources.later"].written.endswith("version_date: 2021-01-01   # ends here")
    assert parts["xa.1"].written.startswith("-   id: xa.1\n    covers")
    assert parts["xa.2"].written == "-\n    # within\n    id: xa.2\n    covers: [grooming]   # behind\n    versions: *v"
    one = parts["extradition"]
    assert (one.line, one.written) == (ODD.split("\n").index("extradition:") + 1, "extradition:\n  nationals: never")
    new = splicing.replaced(ODD, parts["xa.1"], parts["xa.1"].written.replace("two lines", "three lines"))
    assert new == ODD.replace("two lines", "three lines")
    later = splicing.replaced(ODD, parts["sources.later"], "later: {<<: *code,\n  stand: new}\n")
    assert "# of the code\n    code: &code" in later
    assert "    later: {<<: *code,\n      stand: new}\n\noffences:" in later
    assert read(later, "x").value["sources"]["later"]["stand"] == "new"


def test_what_stands_for_something_elsewhere_is_named() -> None:
    parts = splicing.parts(ODD)
    assert parts["xa.1"].anchors == {"v": ("xa.2",)}
    assert parts["xa.2"].aliases == {"v": "&v [{to: 1999-12-31,\n  unknown: true}, {from: 2000-01-01, source: code}]"}
    (lost,) = splicing.faults("- id: xa.1\n  covers: []", "offences", "xa.1", parts["xa.1"])
    assert (lost.code, "`*v` in xa.2" in lost.message, "Keep `&v`" in lost.remedy) == ("anchor-lost", True, True)


@pytest.mark.parametrize(
    ("written", "line", "code"),
    [
        ("- id: xa.1\n  covers: [a\n  cite: {}", 3, "yaml-syntax"),
        ('- id: xa.1\n  cite: {quote: "never closed}\n  note: x', 2, "yaml-syntax"),
        ("- id: xa.1\n- id: xa.2", 1, "not-one-part"),
        ("id: xa.1", 1, "not-one-part"),
        ("[{id: xa.1}]", 1, "not-one-part"),
        ("words", 1, "not-one-part"),
        ("", 1, "yaml-documents"),
        ("- id: xa.1\n---\n- id: xa.1", 1, "yaml-documents"),
        ("- id: xa.7", 1, "other-name"),
        ("- covers: []", 1, "other-name"),
        ("- id: xa.1\n  versions: " + "[" * 100_000, 1, "yaml-syntax"),
    ],
)
def test_what_is_not_one_provision_is_told_with_its_line(written: str, line: int, code: str) -> None:
    (found,) = splicing.faults(written, "offences", "xa.1")
    assert (found.line if "[[" not in written else line, found.code) == (line, code)
    assert found.remedy


def test_a_group_keeps_its_name() -> None:
    assert splicing.faults("extradition:\n  nationals: never", "extradition", "extradition") == []
    for other in ("immunity: {official: none}", "extradition: {}\nimmunity: {}", "- extradition"):
        assert splicing.faults(other, "extradition", "extradition")


def without(text: str, ref: str) -> str:
    parts = splicing.parts(text)
    return splicing.without(text, parts.values(), parts[ref])


def added(kind: str, written: str, text: str = ODD) -> str:
    """With something new, of which the line is right."""
    new, line = splicing.added(text, splicing.parts(text).values(), kind, written)
    assert new.split("\n")[line - 1].strip() == written.split("\n", maxsplit=1)[0]
    return new


def test_what_is_new_stands_behind_its_kind() -> None:
    more = added("offences", "- id: xa.3\n  covers: [grooming]\n")
    assert "    versions: *v\n- id: xa.3\n  covers: [grooming]\n# at the end\n" in more
    rule = added("jurisdiction_rules", "- id: xa.j.1\n  basis: territory")
    assert rule == f"{ODD}jurisdiction_rules:\n  - id: xa.j.1\n    basis: territory\n"
    assert added("limitation", "- id: xa.l.1", f"{ODD}limitation: []\n") == f"{ODD}limitation:\n  - id: xa.l.1\n"
    assert added("procedure", "procedure: {}") == f"{ODD}procedure: {{}}\n"
    assert added("temporal", "substantive: {law_at: act}") == f"{ODD}temporal:\n  substantive: {{law_at: act}}\n"
    assert "# ends here\n    third: {title: T}\n\noffences" in added("sources", "third: {title: T}")


def test_an_id_that_is_given_up_is_never_free_again() -> None:
    out = without(ODD, "xa.2")
    begin, end = ODD.index("-\n    # within"), ODD.index("# at the end")
    assert out == (ODD[:begin] + ODD[end:]).replace("[xa.9]", "[xa.9, xa.2]")
    text = GOOD.replace("not_entered:", "retired:\n  - xa.8   # once\nnot_entered:")
    out = without(text, "xa.l.1")
    assert "retired:\n  - xa.8   # once\n  - xa.l.1\nnot_entered" in out
    assert "\nlimitation:" not in out  # a list of nothing would be no list
    again = added("limitation", splicing.parts(GOOD)["xa.l.1"].written, out)
    assert [one.code for one in check_texts({"XA.yaml": again.encode()})] == ["retired-id"]
    out = without(GOOD, "definitions.age_of_consent")
    assert check_texts({"XA.yaml": out.encode()}) == []
    assert "retired" not in out


def test_a_file_in_brackets_has_no_parts_of_its_own() -> None:
    assert splicing.parts('{"schema": "fanal.law/1", "offences": [{"id": "xa.1"}]}') == {}
    assert "xa.1" not in splicing.parts("offences: [{id: xa.1}]\n")
    with pytest.raises(ReadingError):
        splicing.parts("offences: [\n")
