"""Tables with ugly shapes: each is refused or told in words, nothing of it stands in the report, nothing is guessed."""

import base64
import json
import time
from collections.abc import Callable

import pytest

from fanal.access.api import NotNow
from fanal.cases.exchange import maps, sheets
from fanal.web.api import tables
from tests.rooms.cases.exchange.coming import TODAY, child, children, csv, looked

SECRET = "Lilo Anders"
HEAD = ("prs_FirstName", "prs_Birthdate", "hte_Description")
FILE = base64.b64encode(bytes(range(256)) * 4).decode()


def row(description: str, born: str = "2013") -> str:
    return csv(HEAD, (SECRET, born, description))


REFUSED_ROWS = {
    "a data url": row(f"data:image/png;base64,{FILE}"),
    "base64": row(FILE),
    "base64 in words": row(f"She said {FILE} and left"),
    "hex": row("ffd8ffe0" * 200),
    "a point on a map": row("we met at 14.69278, -17.44672"),
    "a geopoint of a form": row("14.6927800 -17.4467200 0.0 5.0"),
    "degrees": row("14°41'34 N 17°26'48 W"),
    "well-known text": row("POINT(14.69 -17.44)"),
    "a grown-up": row("", "1990"),
    "a day that no calendar has": row("", "2013-02-31"),
    "a day in words": row("", "last spring"),
    "a day in the future": row("", "2031-01-01"),
    "nobody can tell that it is a child": row("", ""),
    "too long": row("word " * 500),
    "a longer row": csv(HEAD, (SECRET, "2013", "", "more")),
    "a shorter row": csv(HEAD, (SECRET, "2013")),
    "a country that is none": csv(("prs_Birthdate", "prs_Citizenship"), ("2013", "Atlantis")),
    "a language that is none": csv(("prs_Birthdate", "prs_PrimaryLanguage"), ("2013", "Klingonish")),
    "a gender that is no code": csv(("prs_Birthdate", "prs_Gender"), ("2013", "G")),
    "an age in words": csv(("prs_Birthdate", "vic_AgeWhenTrafficked"), ("2013", "twelve")),
    "an age that no child has": csv(("prs_Birthdate", "vic_AgeWhenTrafficked"), ("2013", "45")),
    "neither yes nor no": csv(("prs_Birthdate", "prs_Deceased"), ("2013", "perhaps")),
    "an unknown code among known ones": csv(("prs_Birthdate", "vic_MethodsOfControl"), ("2013", "DebtBondage;Magic")),
    "a file as a name": csv(("prs_FirstName", "prs_Birthdate"), (FILE, "2013")),
}


@pytest.mark.parametrize("text", REFUSED_ROWS.values(), ids=REFUSED_ROWS)
def test_a_row_that_cannot_be_taken_is_told_by_number(text: str) -> None:
    made = looked("htcds", text)
    assert made.refused == 1
    assert made.reading.kept() == b""
    assert [one.row for one in made.problems] == [2] * len(made.problems)
    told = " ".join(one.words + one.name for one in made.problems)
    assert told
    assert not any(secret in told for secret in (SECRET, FILE[:20], "14.69", "Atlantis", "Magic"))


NO_TABLE: dict[str, Callable[[], str]] = {
    "a workbook": lambda: "PK\x03\x04" + "x" * 50,
    "an old workbook": lambda: "\ufffd\ufffd\x11rest",
    "UTF-16": lambda: "\ufffd\ufffdp\x00r\x00s\x00",
    "nothing": lambda: "",
    "blank lines": lambda: "\n\n\n",
    "a heading twice": lambda: csv(("prs_FirstName", "prs_FirstName"), ("A", "B")),
    "other columns altogether": lambda: csv(("mass", "charge"), ("1", "2")),
    "JSON cut off": lambda: '[{"prs_FirstName": "A"',
    "JSON that is no list": lambda: '{"prs_FirstName": "A"}',
    "a list of numbers": lambda: "[1, 2, 3]",
    "an empty list": lambda: "[]",
    "a deep nest": lambda: "[" * 5000,
    "a name twice in one object": lambda: '[{"prs_Birthdate": "2013", "prs_Birthdate": "1980"}]',
    "300 columns": lambda: csv(tuple(f"c{n}" for n in range(300)), tuple("x" * 300)),
    "101 children": lambda: csv(HEAD, *[(SECRET, "2013", "")] * 101),
    "101 children as JSON": lambda: json.dumps([{"prs_Birthdate": "2013"}] * 101),
    "a quotation mark too many": lambda: 'prs_FirstName,prs_Birthdate\n"A,2013\n' + "x" * 2**21,
}


@pytest.mark.parametrize("text", NO_TABLE.values(), ids=NO_TABLE)
def test_what_is_no_table_is_told_in_one_sentence(text: Callable[[], str]) -> None:
    with pytest.raises(NotNow) as why:
        looked("htcds", text())
    assert SECRET not in why.value.words


def test_a_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    begun = time.process_time()
    with pytest.raises(NotNow):
        looked("htcds", ["prs_FirstName,prs_Birthdate\n", *["A,2013\n" * 1000] * 100])
    assert time.process_time() - begun < 2


MEDIA = {
    "primero": ("photos", "photo_keys", "documents", "other_documents", "recorded_audio", "audio_notes", "srch_name"),
    "kenya_cpims": ("photo", "birth_document", "gps_latitude", "Longitude"),
    "oscar": ("profile", "photo_consent", "attachments", "client_qr_code", "latitude"),
    "htcds": ("prs_MailingLatitude", "hte_Longitude", "org_ShippingLatitude", "my_latitude"),
}


@pytest.mark.parametrize(("name", "heading"), [(name, one) for name, all_ in MEDIA.items() for one in all_])
def test_columns_of_media_and_points_are_named_in_the_report(name: str, heading: str) -> None:
    kind = sheets.kind(maps.load(name), TODAY)
    (left,) = tables.left_out(kind, [heading], tables.suggested(kind, [heading]))
    assert left.name == heading
    assert "never come in" in left.why or "other system" in left.why


# ---- what is taken, and how ----


def test_a_formula_is_a_text_and_an_apostrophe_of_a_spreadsheet_goes() -> None:
    (made,) = children("htcds", csv(("prs_FirstName", "prs_Birthdate", "prs_MobilePhone"),
                                    ("=HYPERLINK(1)", "2013", "'+33 123")))  # fmt: skip
    assert made.values["child.given_name"] == "=HYPERLINK(1)"
    assert made.values["child.contacts"][0].value == "+33 123"
    assert made.values["child.contacts"][0].safe == "worker_only", "no table says that a way is safe"


def test_an_address_becomes_a_marker_and_is_counted() -> None:
    made = looked("htcds", row("he wrote on https://example.test/x"))
    (one,) = children("htcds", row("he wrote on https://example.test/x"))
    assert "example.test" not in one.values["act.account"]
    assert dict(made.reading.facts())["Addresses of something online that were taken out"] == "1"


def test_an_unknown_day_of_birth_is_read_so_that_a_child_stays_one() -> None:
    (made,) = children("htcds", csv(("prs_Birthdate",), ("2008",)))
    assert made.values["child.age_at_intake"] == 17


def test_objects_need_not_have_the_same_names() -> None:
    text = json.dumps({"metadata": {"total": 2}, "data": [
        {"name_first": "Lilo", "age": 13, "photos": ["x"], "family_details_section": [{"relation_name": "Mother"}]},
        {"age": 9, "nationality": ["drc", "burkina_faso"], "sex": "female", "estimated": True},
    ]})  # fmt: skip
    first, second = children("primero", text)
    assert first.values["child.given_name"] == "Lilo"
    assert second.values["child.nationalities"] == ("CD", "BF")
    assert second.values["child.age_estimated"] is True


def test_what_mixes_harm_and_state_is_parted() -> None:
    made = child("primero", age=13, protection_concerns=["statelessness", "sexually_exploited", "caafag"])
    assert made.values["case.protection_concerns"] == ("statelessness", "sexual_exploitation", "armed_groups")
    assert made.values["child.migration_status"] == "stateless"


def test_the_words_of_a_number_stand_in_the_note_and_no_number() -> None:
    made = child("oscar", given_name="Lilo", age="13", **{"3A": 1, "6A": 4})
    note = "\n".join(made.notes())
    assert "Safety: In crisis" in note
    assert "in the place of a number" in note
    assert "3A" not in note
    assert not any(isinstance(value, int) for path, value in made.values.items() if path != "child.age_at_intake")


def test_risk_is_told_and_not_set() -> None:
    made = child("primero", age=13, risk_level="high")
    assert made.notes() == ["Risk: High"]
    assert "case.risk" not in made.values


def test_a_long_note_becomes_several_entries() -> None:
    (made,) = children("htcds", csv(("prs_Birthdate", "cco_CaseComment", "spl_Objectives"),
                                    ("2013", "a " * 900, "b " * 900)))  # fmt: skip
    assert len(made.notes()) == 2
    assert all(len(one) <= 2000 for one in made.notes())
