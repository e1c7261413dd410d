"""What the worked examples (`worked/`) have is in the shipped files: no provision was lost when they were completed."""

from pathlib import Path
from typing import Any

import pytest
from tests.engines.jurisdiction.law_cases import OTHERS, corpus

from fanal.engines.jurisdiction.files.corpus import load_corpus
from fanal.engines.jurisdiction.model import Law

pytestmark = pytest.mark.once

WORKED = Path(__file__).parents[1] / "worked"


@pytest.mark.parametrize("code", OTHERS)
def test_every_id_of_the_examples_stays(code: str) -> None:
    example, law = load_corpus(WORKED / f"{code}.yaml").laws[code], corpus().laws[code]
    for kind in ("offences", "rules", "limitation"):
        assert set(getattr(example, kind)) <= set(getattr(law, kind)), kind


@pytest.mark.parametrize("code", OTHERS)
def test_rules_of_the_examples_keep_their_basis_and_lose_no_offence(code: str) -> None:
    example, law = load_corpus(WORKED / f"{code}.yaml").laws[code], corpus().laws[code]
    for name, rule in example.rules.items():
        old, new = rule.versions[-1].text, law.rules[name].versions[-1].text
        assert (old.basis, old.requires) == (new.basis, new.requires), name
        assert new.offences is None or (old.offences is not None and old.offences <= new.offences), name


@pytest.mark.parametrize("code", OTHERS)
def test_everything_is_a_draft_with_a_source(code: str) -> None:
    law = corpus().laws[code]
    for provision in _provisions(law):
        for version in provision.versions:
            assert version.review.status == "drafted", provision.id
            assert version.source in law.sources or version.from_memory or version.unknown, provision.id


def _provisions(law: Law) -> list[Any]:
    return [*law.offences.values(), *law.rules.values(), *law.limitation.values()]
