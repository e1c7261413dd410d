"""Class sets: read whole or refused with every defect and its line; one hash for one meaning; record keys."""

import hashlib
import hmac
import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.disclosure.classes import ClassesError, canonical, class_set, differences, read_classes, record_keys
from fanal.engines.disclosure.model import DisclosureError, Variable

pytestmark = pytest.mark.once

GOOD = """\
schema: fanal.classes/1
population: Children with a case file
version: 2
reviewed_on: 2026-10-01
variables:
  - name: country
    label: Country
    kind: country
    codes: {missing: Not known, NO: Norway, "0-9": zero to nine, 10: ten}
  - name: pregnant
    sensitive: true
    codes:
      missing: Not asked
      yes: Yes
      no: No
    impossible: [[yes, country.0-9]]
"""


def test_a_class_set_is_read_as_it_is_written() -> None:
    """`NO` is Norway, `yes` a code, `10` a text: nothing is guessed."""
    made = read_classes(GOOD)
    assert (made.population, made.version, made.reviewed_on) == ("Children with a case file", 2, date(2026, 10, 1))
    country, pregnant = made.variables
    assert country == Variable(
        "country", ("missing", "NO", "0-9", "10"), "Country", ("Not known", "Norway", "zero to nine", "ten"),
        kind="country",
    )  # fmt: skip
    assert pregnant.codes == ("missing", "yes", "no")
    assert (pregnant.label, pregnant.sensitive, pregnant.impossible) == ("pregnant", True, (("yes", "country.0-9"),))


def test_the_hash_is_that_of_the_canonical_json() -> None:
    made = read_classes(GOOD)
    written = canonical(made)
    assert made.sha256 == hashlib.sha256(written).hexdigest()
    value = json.loads(written)
    assert json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == written
    assert value["variables"][0]["codes"][1] == ["NO", "Norway"]
    assert read_classes(written) == made


def test_what_one_row_is_is_kept_and_children_where_it_is_not_said() -> None:
    """Class sets of children keep the hash that they had before a unit could be named."""
    plain = read_classes(GOOD)
    named = read_classes(GOOD.replace("version: 2", "version: 2\nunit: concerns"))
    assert (plain.unit, named.unit) == ("children", "concerns")
    assert b"unit" not in canonical(plain)
    assert named.sha256 != plain.sha256
    assert read_classes(canonical(named)) == named
    assert list(differences(plain, named)) == ["their populations differ"]


def test_the_same_meaning_has_the_same_hash_and_another_order_another() -> None:
    other = GOOD.replace("{missing: Not known, NO: Norway,", "{missing: Not known,\n      NO:   'Norway',")
    assert other != GOOD
    assert read_classes(other).sha256 == read_classes(GOOD).sha256
    turned = GOOD.replace("yes: Yes\n      no: No", "no: No\n      yes: Yes")
    assert read_classes(turned).sha256 != read_classes(GOOD).sha256
    unreviewed = read_classes(GOOD.replace("2026-10-01", "null"))
    assert unreviewed.reviewed_on is None
    assert unreviewed.sha256 != read_classes(GOOD).sha256


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4), st.text(max_size=10), st.booleans()
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_taken_comes_back_and_all_else_is_a_defect(parts: list[tuple[list[str], str, bool]]) -> None:
    variables = [
        Variable(f"v{at}", ("missing", *codes), label, ("not asked", *codes), sensitive)
        for at, (codes, label, sensitive) in enumerate(parts)
    ]
    try:
        made = class_set("children", 1, variables)
    except ClassesError:
        return
    assert read_classes(canonical(made)) == made


BAD = """\
schema: fanal.classes/9
population: ""
version: one
reviewed_on: soon
colour: red
variables:
  - name: Sex
    kind: secret
    sensitive: perhaps
    codes: {missing: x, a: A, a: B}
  - label: no name
    codes: {a: A, total: T}
  - name: id
    codes: {missing: x}
    impossible: [[missing, other.code], [one]]
  - name: id
    codes: [missing, x]
  - 7
"""


def test_all_defects_are_told_with_their_lines() -> None:
    with pytest.raises(ClassesError) as caught:
        read_classes(BAD)
    told = caught.value.defects
    expected = {
        "line 1: schema must be", "line 2: population must be a text", "line 3: version must be a whole number",
        "line 4: reviewed_on must be a day", "line 5: the class set: colour is unknown",
        "line 7: variables named twice: id", "line 7: variable Sex: a name has small letters",
        "line 8: variable Sex: kind must be one of plain, origin, country, place",
        "line 9: variable Sex: sensitive must be true or false", "line 10: variable Sex: the code 'a' is there twice",
        "line 11: variable 2: name is missing", "line 12: variable 2: the first code must be 'missing'",
        "line 12: variable 2: a code has 1 to 64 characters", "line 13: variable id: a name has small letters",
        "line 14: variable id: 1 codes; a variable has 2 to 256", "line 15: variable id: impossible must hold pairs",
        "line 13: variable id: impossible names a code that is not there",
        "line 17: variable id: codes must hold pairs", "line 18: variable 5 must be a mapping",
    }  # fmt: skip
    for words in expected:
        assert any(one.startswith(words) for one in told), (words, told)
    assert [int(one.split()[1].rstrip(":")) for one in told] == sorted(int(one.split()[1].rstrip(":")) for one in told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: the file holds nothing"),
        ("a: [", "line 2: this is not YAML"),
        ("- 1", "line 1: the class set must be a mapping"),
        (b"\xff\xfe", "line 1: the file is not UTF-8"),
        ("x" * (4 * 1024 * 1024 + 1), "line 1: the file is larger than 4 MiB"),
        ("[" * 5000, "line 1: this is not YAML"),
        ("schema: fanal.classes/1", "line 1: the class set: variables is missing"),
    ],
)
def test_files_that_are_no_class_set(text: str | bytes, words: str) -> None:
    with pytest.raises(ClassesError) as caught:
        read_classes(text)
    assert any(one.startswith(words) for one in caught.value.defects), caught.value.defects


def test_at_most_64_variables_of_at_most_256_codes() -> None:
    def variables(count: int, codes: int) -> list[Variable]:
        return [Variable(f"v{at}", ("missing", *map(str, range(codes - 1)))) for at in range(count)]

    assert len(class_set("p", 1, variables(64, 2)).variables) == 64
    with pytest.raises(ClassesError, match="65 variables; a class set has 1 to 64"):
        class_set("p", 1, variables(65, 2))
    with pytest.raises(ClassesError, match="0 variables"):
        class_set("p", 1, [])
    assert len(class_set("p", 1, variables(1, 256)).variables[0].codes) == 256
    with pytest.raises(ClassesError, match="257 codes; a variable has 2 to 256; make coarser classes"):
        class_set("p", 1, variables(1, 257))


def test_a_variable_that_is_a_number_of_files_is_refused_by_their_number() -> None:
    codes = ", ".join(f"c{n}: x" for n in range(60_000))
    with pytest.raises(ClassesError, match="60001 codes; a variable has 2 to 256"):
        read_classes(
            f"schema: fanal.classes/1\npopulation: p\nversion: 1\nvariables:\n"
            f"  - name: file_number\n    codes: {{missing: x, {codes}}}"
        )


def test_a_record_key_is_the_beginning_of_the_hmac() -> None:
    secret = bytes(range(32))
    ids = [b"case-1", "Zoë".encode()]
    made = record_keys(secret, ids)
    assert (made.shape, made.dtype) == ((2, 2), np.uint32)
    for row, one in zip(made.tolist(), ids, strict=True):
        digest = hmac.new(secret, one, hashlib.sha256).digest()
        assert row == [int.from_bytes(digest[:4]), int.from_bytes(digest[4:8])]
    assert record_keys(secret, []).shape == (0, 2)


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33)])
def test_a_secret_of_another_length_is_refused_and_not_told(secret: bytes) -> None:
    with pytest.raises(DisclosureError, match=f"32 bytes, not {len(secret)}$"):
        record_keys(secret, [b"a"])


def test_ids_that_repeat_or_are_empty_are_told_by_number() -> None:
    with pytest.raises(DisclosureError, match=r"^row 2: the identifier is empty$"):
        record_keys(bytes(32), [b"a", b"", b"a"])
    with pytest.raises(DisclosureError, match=r"^rows 2 and 4 have the same identifier: a child counts once$"):
        record_keys(bytes(32), [b"a", b"secret-name", b"c", b"secret-name"])
    with pytest.raises(DisclosureError, match=r"^rows 1 and 3 .*\(3 repetitions in all\)$"):
        record_keys(bytes(32), [b"a", b"b", b"a", b"b", b"a"])
