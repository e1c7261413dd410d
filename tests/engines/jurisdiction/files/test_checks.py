"""Each check of the corpus, by a small file that fails it and the file it was made of, which passes.

`GOOD` is a lawful file. A case is an edit of it, with words that stand on the line of the defect, and its stable code.
"""

import copy
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.engines.jurisdiction.files import canonical
from fanal.engines.jurisdiction.files.articles import Article, articles, sha256
from fanal.engines.jurisdiction.files.corpus import (
    CorpusError,
    _read_once,
    check_corpus,
    check_texts,
    compile_documents,
    load_corpus,
)
from fanal.engines.jurisdiction.files.reading import Defect, read
from fanal.engines.jurisdiction.files.validation import schemas
from fanal.engines.jurisdiction.model import Cite, Exemption
from fanal.vocabulary.corpus import CORPUS

pytestmark = pytest.mark.once

HERE = Path(__file__).parents[1]
GOOD = """\
schema: fanal.law/1
jurisdiction: XA
names: {en: State XA}
sources:
  code: {title: Code, kind: statute, version_date: 2020-01-01, url: "https://law.example/xa", lang: en}
  talk: {title: A lecture, kind: secondary}
temporal:
  substantive: {law_at: act, cite: {source: code, art: "1"}}
place_of_act: {rule: ubiquity, includes: [conduct, result], cite: {source: code, art: "2"}}
definitions:
  - {term: age_of_consent, value: 16, cite: {source: code, art: "3"}}
offences:
  - id: xa.1
    covers: [sexual_activity]
    elements: {child_age_lt: 16}
    max_penalty_years: 8
    attempt: true
    cite: {source: code, art: "10", quote: "a few words"}
    versions:
      - {to: 1999-12-31, unknown: true}
      - {from: 2000-01-01, source: code}
    review: {status: drafted}
  - {id: xa.1.grave, degree_of: xa.1, covers: [sexual_activity], max_penalty_years: life,
     cite: {source: code, art: "11"}, versions: [{from: {by: 2000-01-01}, source: code}]}
jurisdiction_rules:
  - id: xa.j.1
    basis: active_nationality
    offences: [xa.1]
    when: {any: [{suspect_national: {at: act}}, {suspect_national: {at: charge}}]}
    double_criminality: {unless: {offence_in: [xa.1]}, else: required}
    requires: [{consent: prosecutor, criteria: true}]
    cite: {source: code, art: "4"}
    versions: [{from: {by: 2000-01-01}, source: code}]
limitation:
  - id: xa.l.1
    offences: "*"
    length_by_max_penalty: [{ge: 12, none: true}, {gt: 5, years: 20}, {gt: 0, years: 10}]
    start: {max_of: [act_end, {victim_age: 18}]}
    cite: {source: code, art: "5"}
    versions: [{from: {by: 2000-01-01}, source: code}]
extradition: {nationals: never, treaties: [{with: XB, from: 1990-01-01}], cite: {source: code, art: "6"}}
not_entered: [{art: "12", covers: [grooming], why: "not read"}]
coverage: [{conducts: [sexual_activity], state: complete, by: "office", on: 2026-01-01}]
"""
RECALLED = "{from: 2010-01-01, from_memory: true}"
NATIONAL, PRESENT = "{suspect_national: {at: act}}", "{suspect_present: {at: act}}"
OFFENCE = "versions:\n      - {to: 1999-12-31, unknown: true}\n      - {from: 2000-01-01, source: code}"


def check(folder: Path, files: dict[str, str | bytes]) -> list[Defect]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_corpus(folder)[0]


def brief(defects: Iterable[Defect]) -> list[tuple[int, str]]:
    return [(defect.line, defect.code) for defect in defects]


def test_the_good_file_is_good(tmp_path: Path) -> None:
    assert check(tmp_path, {"XA.yaml": GOOD}) == []


def _spares(what: str, source: str = "", words: int = 2) -> str:
    cited = f', burden_cite: {{source: {source}, art: "13", quote: "{" ".join(["word"] * words)}"}}' if source else ""
    return f"exceptions: [{{{what}, burden: defence{cited}}}]"


def test_a_defence_names_its_text(tmp_path: Path) -> None:
    """Whose an exception is, with the article; where nobody read whose it is, it is an element."""
    said = (
        ("", "element", None),
        (", burden: element", "element", None),
        (", burden: defence, burden_cite: {source: code, art: '13'}", "defence", Cite("code", "13")),
    )
    for number, (written, burden, cite) in enumerate(said):
        text = GOOD.replace("    attempt: true\n", f"    exceptions: [{{marriage: true{written}}}]\n", 1)
        folder = tmp_path / str(number)
        assert check(folder, {"XA.yaml": text}) == []
        corpus = load_corpus(folder)
        assert corpus.laws["XA"].offences["xa.1"].versions[1].text.exceptions == (
            Exemption("marriage", burden=burden, burden_cite=cite),
        )
        assert canonical.loads(canonical.dumps(corpus)).laws["XA"] == corpus.laws["XA"]


# (what is replaced, by what, text on the line of the defect, its code)
CASES = [
    # The shape.
    ("    attempt: true", "    atempt: true", "atempt", "unknown-key"),
    ("    attempt: true", "    attempt: NO", "attempt: NO", "wrong-value"),
    ("unknown: true", "unknown: NO", "unknown: NO", "wrong-value"),
    ("{child_age_lt: 16}", "{child_age_below: 16}", "child_age_below", "unknown-key"),
    ("{child_age_lt: 16}", "{means_any: [charm]}", "charm", "wrong-value"),
    ("{child_age_lt: 16}", "{child_age_lt: '16'}", "'16'", "wrong-value"),
    ("covers: [sexual_activity]\n    el", "covers: [sexual]\n    el", "covers: [sexual]", "wrong-value"),
    ("basis: active_nationality", "basis: nationality", "basis: nationality", "wrong-value"),
    ("{consent: prosecutor, criteria: true}", "{consent: a, complaint: victim}", "complaint", "wrong-value"),
    ("{consent: prosecutor, criteria: true}", "{criteria: true}", "requires", "wrong-value"),
    ("max_penalty_years: 8", "max_penalty_years: long", "long", "wrong-value"),
    ("version_date: 2020-01-01", "version_date: 2020", "version_date: 2020", "wrong-value"),
    ("names: {en: State XA}", "names: {fr: État XA}", "names", "missing-key"),
    ("title: A lecture, ", "", "talk:", "missing-key"),
    ("jurisdiction: XA", "jurisdiction: Xa", "jurisdiction", "wrong-value"),
    ("id: xa.l.1\n", "id: xa.l/1\n", "xa.l/1", "wrong-value"),
    (f"    {OFFENCE}\n", "", "- id: xa.1", "missing-key"),
    ("{suspect_national: {at: charge}}", "{suspect_national: {at: trial}}", "trial", "wrong-value"),
    ("{ge: 12, none: true}", "{ge: 12, none: true, years: 3}", "ge: 12", "wrong-value"),
    # Ids and references.
    ("id: xa.1.grave", "id: xa.1", "id: xa.1, degree_of", "duplicate-id"),
    ("id: xa.j.1", "id: xb.j.1", "xb.j.1", "id-elsewhere"),
    ("names:", "retired: [xa.l.1]\nnames:", "id: xa.l.1", "retired-id"),
    ("offences: [xa.1]", "offences: [xa.2]", "offences: [xa.2]", "no-such-offence"),
    ("{offence_in: [xa.1]}", "{offence_in: [xa.2]}", "offence_in", "no-such-offence"),
    ("degree_of: xa.1,", "degree_of: xa.9,", "degree_of", "no-such-offence"),
    ("    attempt: true", "    degree_of: xa.1.grave", "- id: xa.1\n", "degree-cycle"),
    ('art: "4"', 'art: "4", source: law', "source: law", "duplicate-key"),
    ('cite: {source: code, art: "4"}', 'cite: {source: law, art: "4"}', "source: law", "no-such-source"),
    ("- {from: 2000-01-01, source: code}", "- {from: 2000-01-01, source: codex}", "codex", "no-such-source"),
    ("with: XB", "with: ZZ", "ZZ", "no-such-state"),
    # Versions and days.
    ("from: 1990-01-01", "from: 1990-02-30", "1990-02-30", "no-such-date"),
    ("from: 1990-01-01", "from: 0001-01-01", "0001-01-01", "wrong-value"),
    ("to: 1999-12-31", "to: 9999-12-31", "9999-12-31", "wrong-value"),
    ("id: xa.1.grave", f"id: xa.1.{'grave' * 20}", "gravegrave", "wrong-value"),
    ('quote: "a few', 'quote: "a\\x01 few', "x01", "strange-sign"),
    ("to: 1999-12-31", "to: 2000-01-01", "from: 2000-01-01, source: code", "versions-overlap"),
    ("to: 1999-12-31", "to: 1998-12-31", "from: 2000-01-01, source: code", "versions-gap"),
    (
        "- {to: 1999-12-31, unknown: true}\n      - {from: 2000-01-01, source: code}",
        "- {to: 1998-12-31, unknown: true}\n      - {from: 2000-01-01, source: code, note: \"the age was raised\"}",
        "from: 2000-01-01, source: code",
        "versions-gap",  # a note about something else does not say why
    ),
    ("- {to: 1999-12-31, unknown: true}\n      ", "", "from: 2000-01-01, source: code", "silent-no"),
    ("from: 2000-01-01, so", "from: 2000-01-01, to: 1999-12-31, so", "to: 1999-12-31, so", "date-order"),
    ("from: {by: 2000-01-01}", "from: {after: 2000-01-01, by: 2000-01-01}", "after", "date-order"),
    ("complete, by", "complete, from: 2002-01-01, to: 2001-01-01, by", "coverage", "date-order"),
    # Sources, quotations, reviews.
    ("{from: 2000-01-01, source: code}", "{from: 2000-01-01}", "- {from: 2000-01-01}", "source-missing"),
    ("{from: 2000-01-01, source: code}", "{from: 2000-01-01, source: null}", "source: null", "source-missing"),
    ('cite: {source: code, art: "4"}', "penalty_cap_foreign: true", "- id: xa.j.1", "cite-missing"),
    ('cite: {source: code, art: "4"}', "cite: null", "cite: null", "cite-null"),
    ('cite: {source: code, art: "2"}', "cite: null", "place_of_act", "cite-null"),
    ("a few words", " ".join(["word"] * 61), "word word", "quote-too-long"),
    ("    attempt: true\n", f"    {_spares('marriage: true')}\n", "exceptions:", "burden-uncited"),
    ("    attempt: true\n", f"    {_spares('marriage: true', 'null')}\n", "exceptions:", "burden-uncited"),
    ("    attempt: true\n", f"    {_spares('peer: true', 'code')}\n", "exceptions:", "never-a-defence"),
    ("    attempt: true\n", f"    {_spares('close_in_age: 3', 'code')}\n", "exceptions:", "never-a-defence"),
    ("    attempt: true\n", f"    {_spares('marriage: true', 'law')}\n", "exceptions:", "no-such-source"),
    ("source: code}\n    r", f"source: code, {_spares('marriage: true')}}}\n    r", "burden", "burden-uncited"),
    ("    attempt: true\n", f"    {_spares('marriage: true', 'code', 61)}\n", "exceptions:", "quote-too-long"),
    ("elements: {child_age_lt: 16}", "elements: {child_age_lt: 16, burden: defence}", "burden", "unknown-key"),
    ("law.example/xa", "www.ageofconsent.net/xa", "ageofconsent", "blocked-source"),
    ("title: A lecture", "title: A lecture, via: read at ageofconsent.net", "ageofconsent", "blocked-source"),
    ("law.example/xa", "raw.githubusercontent.com/xa", "githubusercontent", "url-mirror"),
    ("version_date: 2020-01-01, ", "", "  code:", "source-undated"),
    ("value: 16, cite: {source: code", "value: 16, cite: {source: talk", "talk, art", "consent-age-source"),
    ("kind: secondary}", "kind: secondary, version_date: 2026-01-01}", "from: 2000-01-01", "runs-on"),
    ("code}\n    r", f"code, to: 2009-12-31}}\n      - {RECALLED}\n    r", RECALLED, "runs-on"),
    # The offence, the rule, the limitation.
    ("a few words", "con fines de explotación", "from: 2000-01-01, source", "own-place"),
    ("a few words", "with the intention of going abroad", "from: 2000-01-01, source", "own-place"),
    ("covers: [sexual_activity]\n    el", "covers: [trafficking]\n    el", "from: 2000-01-01, source", "own-place"),
    ("covers: [sexual_activity]\n    el", "covers: [grooming]\n    el", "from: 2000-01-01, source", "own-place"),
    ("    max_penalty_years: 8\n", "", "from: 2000-01-01", "max-penalty-missing"),
    ("max_penalty_years: 8", "max_penalty_years: {lo: 8, hi: 4}", "from: 2000-01-01", "penalty-order"),
    ("max_penalty_years: 8", "max_penalty_years: 8\n    min_penalty_years: 9", "from: 2000-01-01", "penalty-order"),
    ("    offences: [xa.1]\n", "", "versions: [{from: {by", "missing-key"),
    ("{suspect_national: {at: charge}}", "{suspect_resident: {at: act}}", "versions: [{from: {by", "any-mixed"),
    ("{suspect_national: {at: charge}}", "{victim_national: {at: act}}", "versions: [{from: {by", "any-mixed"),
    ("{gt: 5, years: 20}, {gt: 0, years: 10}", "{gt: 0, years: 10}, {gt: 5, years: 20}", "", "steps-order"),
    ("    start: {max_of", "    years: 5\n    start: {max_of", "", "two-lengths"),
    ("covers: [grooming], why", "covers: [sexual_activity], why", "coverage", "covered-not-entered"),
    ("jurisdiction: XA", "jurisdiction: XU", "jurisdiction: XU", "no-such-jurisdiction"),
]  # fmt: skip


def test_what_is_not_entered_and_does_not_matter_can_be_said(tmp_path: Path) -> None:
    text = GOOD.replace("covers: [grooming], why", "covers: [sexual_activity], why", 1)
    said = text.replace("on: 2026-01-01}]", 'on: 2026-01-01, irrelevant: [{art: "12", why: repealed}]}]')
    assert {code for _line, code in brief(check(tmp_path, {"a.yaml": text}))} == {"covered-not-entered"}
    assert not check(tmp_path, {"a.yaml": said})


@pytest.mark.parametrize(("old", "new", "place", "code"), CASES, ids=[f"{n}-{case[3]}" for n, case in enumerate(CASES)])
def test_each_check(tmp_path: Path, old: str, new: str, place: str, code: str) -> None:
    """The edit gives the defect with this code, on the line where this text stands."""
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    found = brief(check(tmp_path, {"a.yaml": text}))
    lines = {number for number, line in enumerate(f"{text}".splitlines(), 1) if place.strip("\n") in line}
    assert {line for line, one in found if one == code} & lines, found
    if "jurisdiction: X" not in old and code != "duplicate-id":  # these bring others with them
        assert {one for _line, one in found} == {code}


LADDER = [
    ("{status: checked, drafted_by: a, checked_by: b, checked_on: 2026-01-01}", None),
    ("{status: checked, checked_by: b, checked_on: 2026-01-01}", "review-incomplete"),
    ("{status: checked, drafted_by: a, checked_on: 2026-01-01}", "review-incomplete"),
    ("{status: checked, drafted_by: a, checked_by: b}", "review-incomplete"),
    ("{status: checked, drafted_by: a, checked_by: a, checked_on: 2026-01-01}", "review-same-person"),
    ("{status: reviewed, drafted_by: a, by: c, on: 2026-01-01, valid_until: 2028-01-01}", None),
    ("{status: reviewed, drafted_by: a, role: bar of XA, on: 2026-01-01, valid_until: 2028-01-01}", None),
    ("{status: reviewed, drafted_by: a, by: c, on: 2026-01-01, valid_until: 2028-01-02}", "review-validity"),
    ("{status: reviewed, drafted_by: a, by: c, on: 2026-01-01, valid_until: 2025-12-31}", "review-validity"),
    ("{status: reviewed, drafted_by: a, by: c, on: 2026-01-01}", "review-incomplete"),
    ("{status: reviewed, drafted_by: a, by: c, valid_until: 2028-01-01}", "review-incomplete"),
    ("{status: reviewed, drafted_by: a, on: 2026-01-01, valid_until: 2028-01-01}", "review-incomplete"),
    ("{status: reviewed, drafted_by: a, by: a, on: 2026-01-01, valid_until: 2028-01-01}", "review-same-person"),
    ("{status: expired}", "wrong-value"),
]


@pytest.mark.parametrize(("review", "code"), LADDER)
def test_the_review_ladder(tmp_path: Path, review: str, code: str | None) -> None:
    """Who checks is not who drafted; a review has a name or office, a day, and 24 months at most."""
    text = GOOD.replace("review: {status: drafted}", f"review: {review}", 1)
    assert {defect.code for defect in check(tmp_path, {"a.yaml": text})} == ({code} if code else set())


def test_a_text_from_memory_stays_a_draft(tmp_path: Path) -> None:
    """Author rule 2."""
    memory = GOOD.replace("{from: 2000-01-01, source: code}", "{from: 2000-01-01, source: null, from_memory: true}", 1)
    assert check(tmp_path, {"a.yaml": memory}) == []
    checked = memory.replace("{status: drafted}", LADDER[0][0], 1)
    assert {defect.code for defect in check(tmp_path, {"a.yaml": checked})} == {"memory-not-drafted"}


@pytest.mark.parametrize(
    "versions",
    [
        "{to: {after: 2011-01-01, by: 2012-01-01}, source: code}, {from: {after: 2011-01-01}, source: code}",
        "{to: {by: 2010-01-01}, source: code}, {from: {by: 2010-01-01}, source: code}",
        "{from: 1990-01-01, source: code, note: new then}, {from: {after: 1995-01-01}, source: code}",
    ],
)
def test_uncertain_edges_that_may_fit_are_no_overlap(tmp_path: Path, versions: str) -> None:
    """Only what surely holds together is a defect; a change between two days is how uncertainty is written."""
    text = GOOD.replace(OFFENCE, f"versions: [{versions}]", 1)
    assert "versions-overlap" not in {defect.code for defect in check(tmp_path, {"a.yaml": text})}


def test_an_uncertain_end_after_a_sure_beginning_overlaps(tmp_path: Path) -> None:
    versions = "{from: {by: 2010-01-01}, to: {after: 2012-01-01}, source: code}, {from: {by: 2011-01-01}, source: code}"
    text = GOOD.replace(OFFENCE, f"versions: [{versions}]", 1)
    assert "versions-overlap" in {defect.code for defect in check(tmp_path, {"a.yaml": text})}


@pytest.mark.parametrize(
    ("when", "mixed"),
    [
        ("{any: [{suspect_national: {at: act}}, {suspect_became_national: {at: charge}}]}", False),  # DE 7(2) no. 1
        (
            f"{{all: [{NATIONAL}, {{any: [{{travel: {{leg: touches}}}}, {{suspect_resides_abroad: {{at: act}}}}]}}]}}",
            False,
        ),  # US
        (f"{{all: [{{not: {NATIONAL}}}, {PRESENT}]}}", False),  # DE 7(2) no. 2
        (
            f"{{any: [{{all: [{NATIONAL}, {PRESENT}]}}, {{all: [{{suspect_national: {{at: charge}}}}, {PRESENT}]}}]}}",
            False,
        ),
        ("{any: [{victim_national: {at: act}}, {victim_resident: {at: act}}]}", True),
        (f"{{not: {{any: [{NATIONAL}, {PRESENT}]}}}}", True),
    ],
)
def test_one_rule_one_link(tmp_path: Path, when: str, mixed: bool) -> None:
    """Author rule 5."""
    old = "{any: [{suspect_national: {at: act}}, {suspect_national: {at: charge}}]}"
    found = check(tmp_path, {"a.yaml": GOOD.replace(old, when, 1)})
    assert [defect.code for defect in found] == (["any-mixed"] if mixed else [])


def test_what_to_write_instead(tmp_path: Path) -> None:
    """Messages say what to do: false for NO, the versions that are missing, quotation marks for text."""
    edits = [("attempt: true", "attempt: NO"), ('art: "10"', "art: 10"), (f"    {OFFENCE}\n", "")]
    text = GOOD
    for old, new in edits:
        text = text.replace(old, new, 1)
    remedies = [defect.remedy for defect in check(tmp_path, {"a.yaml": text})]
    assert "Write false." in remedies
    assert 'Write it in quotation marks: "10".' in remedies
    assert any("{from: {by: …}}" in remedy for remedy in remedies)


def test_norway_is_norway(tmp_path: Path) -> None:
    text = GOOD.replace("jurisdiction: XA", "jurisdiction: NO", 1).replace("xa.", "no.").replace("with: XB", "with: NO")
    assert check(tmp_path, {"jurisdictions/NO.yaml": text}) == []
    law = load_corpus(tmp_path).laws["NO"]
    assert law.jurisdiction == "NO"
    assert law.group("extradition").get("treaties")[0]["with"] == "NO"  # type: ignore[index]


@pytest.mark.parametrize("code", ["GB-EAW", "US-CA", "XT", "DE"])
def test_parts_and_fictional_states(tmp_path: Path, code: str) -> None:
    text = GOOD.replace("jurisdiction: XA", f"jurisdiction: {code}", 1).replace("xa.", f"{code.lower()}.")
    assert check(tmp_path, {"a.yaml": text}) == []
    assert load_corpus(tmp_path).laws[code].state == code[:2]


@pytest.mark.parametrize("code", ["XZ", "ZZ", "ZZ-A", "XU"])
def test_no_country(tmp_path: Path, code: str) -> None:
    text = GOOD.replace("jurisdiction: XA", f"jurisdiction: {code}", 1).replace("xa.", f"{code.lower()}.")
    assert {defect.code for defect in check(tmp_path, {"a.yaml": text})} == {"no-such-jurisdiction"}


@pytest.mark.parametrize(
    ("code", "today"),
    [("SU", "RU, AM, AZ"), ("YU", "RS, ME"), ("DD", "DE"), ("CS", "RS, ME"), ("YU-RS", "RS, ME")],
)
def test_a_state_that_is_no_more_is_said_to_be_so(tmp_path: Path, code: str, today: str) -> None:
    text = GOOD.replace("jurisdiction: XA", f"jurisdiction: {code}").replace("xa.", f"{code.lower()}.")
    (found,) = [one for one in check(tmp_path, {"a.yaml": text}) if one.code == "no-such-jurisdiction"]
    assert "former state" in found.message
    assert f"Unicode CLDR names {today}" in found.message
    (partner,) = check(tmp_path, {"a.yaml": GOOD.replace("with: XB", f"with: {code[:2]}")})
    assert (partner.code, today in partner.message) == ("no-such-state", True)


def _of_the_netherlands(cite: str) -> str:
    """A file that cites a text which lies in the corpus."""
    text = GOOD.replace("jurisdiction: XA", "jurisdiction: NL").replace("xa.", "nl.")
    text = text.replace("code: {", "sr-2015: {").replace("source: code", "source: sr-2015")
    return text.replace('cite: {source: sr-2015, art: "10", quote: "a few words"}', cite)


def test_a_stored_text_that_says_otherwise_is_told(tmp_path: Path) -> None:
    """The Dutch text of 17 November 2015 lies in the corpus: with its hash and its words a citation is compared."""
    words = articles(next((CORPUS / "law" / "texts").glob("nl_sr_2015*")).read_text("utf-8"))["245"].words
    right, wrong = sha256({"245": Article("245", "", words, 1)}, "245"), "0" * 64
    quote = " ".join(words.split()[:8])
    for hash_, said, codes in (
        (right, quote, []),
        (wrong, quote, ["hash-differs"]),
        (right, "words that nobody wrote", ["quote-not-found"]),
    ):
        cite = f'cite: {{source: sr-2015, art: "art. 245",\n      quote: "{said}",\n      sha256: "{hash_}"}}'
        text = _of_the_netherlands(cite)
        found = check(tmp_path, {"a.yaml": text})
        assert [one.code for one in found] == codes
        for one in found:
            at = {"hash-differs": "sha256:", "quote-not-found": "quote:"}[one.code]
            assert at in text.split("\n")[one.line - 1]
        assert all(str(right) in one.remedy for one in found if one.code == "hash-differs")
    unread = 'cite: {source: sr-2015, art: "art. 9999", quote: "words", sha256: "' + wrong + '"}'
    assert check(tmp_path, {"a.yaml": _of_the_netherlands(unread)}) == []  # an article that is not stored says nothing


def test_ids_are_unique_across_files(tmp_path: Path) -> None:
    """Also those that another file retired; and one jurisdiction has one file, of its own name."""
    other = GOOD.replace("jurisdiction: XA", "jurisdiction: XB", 1).replace(
        "names:", "retired: [xa.1.grave]\nnames:", 1
    )
    found = check(tmp_path, {"jurisdictions/XA.yaml": GOOD, "jurisdictions/XB.yaml": other})
    assert {"duplicate-id", "id-elsewhere", "retired-id"} == {defect.code for defect in found}
    assert [defect.file.rpartition("/")[2] for defect in found if defect.code == "retired-id"] == ["XA.yaml", "XB.yaml"]
    again = check(tmp_path, {"jurisdictions/XB.yaml": GOOD})
    assert {"duplicate-jurisdiction", "file-name", "duplicate-id"} == {defect.code for defect in again}


def test_all_defects_of_all_files_in_one_run(tmp_path: Path) -> None:
    """What is wrong in one part of a file does not hide what is wrong in another, nor in another file."""
    text = GOOD
    for old, new in [
        ("    attempt: true", "    atempt: true"), ("names:", "nams: {}\nnames:"), ("1990-01-01", "1990-02-30"),
        ("degree_of: xa.1,", "degree_of: xa.9,"), ('cite: {source: code, art: "4"}', "cite: null"),
        ("law.example/xa", "ageofconsent.net"), ("to: 1999-12-31", "to: 2000-01-01"),
    ]:  # fmt: skip
        assert old in text
        text = text.replace(old, new, 1)
    files: dict[str, str | bytes] = {
        "a.yaml": text,
        "b.yaml": b"a: \xff",
        "c.yaml": "",
        "d.yaml": "a: [",
        "e.yaml": "[]",
    }
    files |= {"f.yaml": "schema: fanal.law/2\n", "g.yaml": "schema: other/1\n"}
    found = check(tmp_path, files)
    assert {defect.code for defect in found if defect.file.endswith("a.yaml")} == {
        "unknown-key", "no-such-date", "no-such-offence", "cite-null", "blocked-source", "versions-overlap",
    }  # fmt: skip
    others = {defect.file[-6]: defect.code for defect in found if not defect.file.endswith("a.yaml")}
    assert others == {
        "b": "not-utf8", "c": "yaml-documents", "d": "yaml-syntax", "e": "not-a-mapping", "f": "schema-newer",
        "g": "schema-unknown",
    }  # fmt: skip
    with pytest.raises(CorpusError) as caught:
        load_corpus(tmp_path)
    assert list(caught.value.defects) == found


def test_a_newer_schema_says_what_to_do(tmp_path: Path) -> None:
    (found,) = check(tmp_path, {"a.yaml": "schema: fanal.law/2\nfuture: true\n"})
    assert found.line == 1
    assert "Update Fanal" in found.remedy


def test_shared_files(tmp_path: Path) -> None:
    """Rows name their source and a state, once; a list of blocked domains holds for all files."""
    sources = "sources: {a: {title: t, kind: secondary}}"
    profile = "{id: a, conduct: grooming, act: {}}"
    rows = (
        "{state: XA, treaty: OPSC, status: party, in_force: {by: 2002-01-18}, source: b}",
        "{state: ZZ, treaty: OPSC, status: party, source: a}",
        "{state: XB, treaty: OPSCC, status: party, source: a}",
    )
    members = "[\n{state: DE, from: 1958-01-01, source: a},\n{state: DE, source: a}]"
    blocked = "{domain: law.example, kind: consent_age_list, reason: r}"
    files: dict[str, str | bytes] = {
        "treaties/ratifications.yaml": f"schema: fanal.ratifications/1\n{sources}\nrows: [\n{',\n'.join(rows)}]\n",
        "groups.yaml": f"schema: fanal.groups/1\n{sources}\ngroups:\n  EU: {members}\n",
        "profiles.yaml": f"schema: fanal.profiles/1\nprofiles: [{profile}, {profile}]\n",
        "reform_costs.yaml": "schema: fanal.reform_costs/1\ncosts: [{atom: a, cost: 0, reason: r}]\n",
        "blocked_sources.yaml": f"schema: fanal.blocked_sources/1\ndomains: [{blocked}]\n",
        "XA.yaml": GOOD,
    }
    found = [(Path(one.file).name, one.line, one.code) for one in check(tmp_path, files)]
    assert sorted(found) == [
        ("XA.yaml", 5, "blocked-source"),
        ("groups.yaml", 6, "duplicate-id"),
        ("profiles.yaml", 2, "duplicate-id"),
        ("ratifications.yaml", 4, "no-such-source"),
        ("ratifications.yaml", 5, "no-such-state"),
        ("ratifications.yaml", 6, "wrong-value"),
        ("reform_costs.yaml", 2, "wrong-value"),
    ]


def test_mappings_are_checked_like_files() -> None:
    """The way of tests and generated worlds: the same checks, without lines."""
    good = read(GOOD, "a").value
    assert list(compile_documents({"XA": good}).laws) == ["XA"]
    with pytest.raises(CorpusError) as caught:
        compile_documents({"XA": {**good, "unheard": 1}})
    assert [(one.file, one.line, one.code) for one in caught.value.defects] == [("XA", 0, "unknown-key")]


def test_a_folder_without_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no-files"):
        load_corpus(tmp_path)


def test_the_worked_examples_load_without_an_error() -> None:
    """The worked examples as they stand; three versions of the United States want a note, the graver degree of Sweden
    does not say what makes it graver, and an offence of Germany not what it is for."""
    defects, files = check_corpus(HERE / "worked")
    assert files == 3
    assert {(defect.code, defect.severity) for defect in defects} == {
        ("silent-no", "warning"),
        ("degree-unsaid", "warning"),
        ("own-place", "warning"),
    }
    assert sorted(load_corpus(HERE / "worked").laws) == ["DE", "SE", "US"]


def test_the_shipped_corpus_has_no_defect() -> None:
    assert check_corpus()[0] == []


def test_schemas_are_closed() -> None:
    """No mapping of a law schema takes keys that it does not name, unless it says of what kind they are."""
    folder = Path(check_corpus.__code__.co_filename).parent / "schemas"
    for name in schemas():
        todo = [json.loads((folder / f"{name.replace('/', '-')}.json").read_text())]
        while todo:
            part = todo.pop()
            if isinstance(part, dict):
                if "properties" in part and part.get("type"):
                    assert "additionalProperties" in part or "unevaluatedProperties" in part, (name, part)
                todo += part.values()
            elif isinstance(part, list):
                todo += part


_JUNK = st.sampled_from(
    [None, True, 0, -1, 3.5, "", "NO", "xa.1", "2012-02-30", "2001-01-01", "undetermined", "*", "life", [], {}, [[]],
     [{}], {"at": "act"}, {"from": {}}, {"by": "2000-01-01"}, [None], {"": 1}, "x" * 300]
)  # fmt: skip


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in parts:
        yield (*path, key)
        yield from _places(inside, (*path, key))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_file_whatever_breaks_the_checks(data: st.DataObject) -> None:
    """One to three parts of a law are left out or are something else: it compiles, or it is refused with defects."""
    value = copy.deepcopy(read(GOOD, "a").value)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(_places(value)) or [()]))
        inside: Any = value
        for step in path[:-1]:
            inside = inside[step]
        if path and data.draw(st.booleans()):
            del inside[path[-1]]
        elif path:
            inside[path[-1]] = copy.deepcopy(data.draw(_JUNK))
    try:
        corpus = compile_documents({"a": value})
    except CorpusError as error:
        assert any(defect.severity == "error" for defect in error.defects)  # noqa: PT017 - either outcome is right
    else:
        assert canonical.loads(canonical.dumps(corpus)) == corpus


def test_only_the_text_that_changed_is_parsed_again() -> None:
    """A drafter asks after each change: 36 other files were read before."""
    other = GOOD.replace("jurisdiction: XA", "jurisdiction: XB").replace("xa.", "xb.")
    texts = {"XA.yaml": GOOD.encode(), "XB.yaml": other.encode()}
    assert check_texts(texts) == []
    before = _read_once.cache_info().misses
    wrong = texts | {"XA.yaml": GOOD.replace("2020-01-01", "2020-02-31").encode()}
    assert {(one.file, one.code) for one in check_texts(wrong)} == {("XA.yaml", "no-such-date")}
    assert check_texts(texts) == []
    assert _read_once.cache_info().misses == before + 1
    assert "root" not in vars(_read_once(wrong["XA.yaml"], "XA.yaml")), "its nodes are twenty times its text"


def test_the_page_for_authors_names_every_code() -> None:
    """`docs/law-corpus.md` lists the codes that the loader can say, no other, and marks the warnings."""
    folder = Path(check_corpus.__code__.co_filename).parent
    said, warned = set(), set()
    for name in ("reading", "validation", "checks", "authoring", "stored", "corpus"):
        source = (folder / f"{name}.py").read_text()
        said |= set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)", ', source))
        warned |= set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)", [^)]*severity="warning"', source))
    page = (folder.parents[4] / "docs" / "law-corpus.md").read_text()
    table = page[page.index("| code |") : page.index("Those with *")]
    listed = re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`(\*?)", table)
    assert {code for code, _star in listed} == said
    assert {code for code, star in listed if star} == warned
