"""Every field of every shipped provision has words; nobody looked, looked in vain and "no" stay apart."""

import pytest

from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import ABSENT, UNDETERMINED, Law
from fanal.justice.law import codes, fields, ladder
from fanal.justice.law.ladder import ItemKind

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def germany() -> Law:
    return load_corpus().laws["DE"]


def test_all_fields_of_the_shipped_law_have_words() -> None:
    for law in load_corpus().laws.values():
        for item in ladder.items(law):
            for part in ladder.parts(item.thing):
                text = getattr(part, "text", part)
                found = fields.rows(text, law.state)
                assert found, item.id
                for label, words in found:
                    assert label
                    assert words, (item.id, label)
                    assert not any(mark in words for mark in ("%(", "law.", "<Missing", "None", "frozenset")), words
            if item.kind is ItemKind.GROUP:
                assert item.id in codes.GROUPS


def test_not_looked_looked_in_vain_and_no_are_three_things() -> None:
    said = {fields.said(value) for value in (ABSENT, UNDETERMINED, False)}
    assert said == {"nobody has looked", "looked for, no source answers", "no"}


def test_an_offence_and_a_rule_read_as_the_law_says(germany: Law) -> None:
    """Section 176(1) and section 7(2) no. 2 of the Strafgesetzbuch."""
    offence = dict(fields.rows(germany.offences["de.176"].versions[-1].text, "DE"))
    assert offence["Elements"] == "The child was under 14"
    assert offence["Highest penalty"] == "15 years"
    assert offence["Lowest penalty"] == "1 year"
    rule = dict(fields.rows(germany.rules["de.j.7.2.2"].versions[-1].text, "DE"))
    assert rule["Must be an offence at its place"] == "required, unless the place is outside every state"
    assert "extradition not carried out" in rule["Needs"]
    assert "The person suspected is in Germany (at the charge)" in rule["If"]
    limit = dict(fields.rows(germany.limitation["de.l.78"].versions[-1].text, "DE"))
    assert "20 years if the highest penalty is more than 10 years" in limit["How long"]


def test_an_exception_says_whose_it_is() -> None:
    """Former 18 U.S.C. 2243(c)(2) says whose it is; what hangs on age (art. 187 of the Swiss code) is no defence."""
    laws = load_corpus().laws
    before = next(one for one in laws["US"].offences["us.2243a"].versions if one.end and not one.unknown)
    assert dict(fields.rows(before.text, "US"))["Exceptions"] == "marriage, for the accused to show (§ 2243(c)(2))"
    close = next(one for one in laws["CH"].offences["ch.187"].versions if not one.unknown)
    assert dict(fields.rows(close.text, "CH"))["Exceptions"] == "close in age, not more than 3 years apart"
