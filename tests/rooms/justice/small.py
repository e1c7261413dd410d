"""Two short laws of fictional states in the place of the shipped ones, so that counting takes no time.

XA reaches its nationals where the place punishes too; XB punishes nothing: a national of XA has a free hand in XB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from unittest import mock

import pytest
import yaml

from fanal.justice.gaps import counting, looks
from fanal.justice.law import library, sources
from fanal.network import api as network
from tests.people import NOW, Cast
from tests.rooms.access.test_granting import granted

CITE = {"source": "code", "art": "art. 1"}
READ = {"cite": CITE, "versions": [{"source": "code"}]}
SOURCE = {
    "title": "Code", "kind": "statute", "version_date": "2020-01-01", "stand": "2020", "url": "https://law.example/",
    "lang": "en", "licence": "fictional",
}  # fmt: skip


def law(code: str, rules: Iterable[Mapping[str, object]], *, punishes: bool = True) -> dict[str, object]:
    """A complete law of one offence: payment for sexual activity with a child below 18."""
    elements = {"all_of": [{"child_age_lt": 18}, {"commercial": True}]}
    offence = {
        "id": f"{code.lower()}.1", "covers": ["sexual_activity"], "elements": elements, "exceptions": [],
        "max_penalty_years": 5, **READ,
    }  # fmt: skip
    return {
        "schema": "fanal.law/1",
        "jurisdiction": code,
        "names": {"en": f"State {code}"},
        "sources": {"code": SOURCE},
        "temporal": {
            "substantive": {"lex_mitior": False, "cite": CITE}, "jurisdiction_rules": {"law_at": "act", "cite": CITE},
        },
        "place_of_act": {"rule": "ubiquity", "includes": [], "cite": CITE},
        "offences": [offence] if punishes else [],
        "jurisdiction_rules": [
            {"id": f"{code.lower()}.j.{number}", "offences": "*", **READ, **one} for number, one in enumerate(rules)
        ],
        "limitation": [{"id": f"{code.lower()}.l", "offences": "*", "none": True, **READ}],
        "extradition": {
            "nationals": "never", "residents": "may", "needs_treaty": False, "opsc_as_basis": False, "treaties": [],
            "double_criminality": True, "min_penalty_months": 12, "lapse_of_time_bars": False, "cite": CITE,
        },
        "coverage": [{"conducts": ["sexual_activity"], "state": "complete", "by": "a test", "on": "2026-01-01"}],
    }  # fmt: skip


def texts() -> dict[str, bytes]:
    """The files of this law by name."""
    territory: dict[str, object] = {"basis": "territory"}
    national: dict[str, object] = {
        "basis": "active_nationality", "when": {"suspect_national": {"at": "act"}}, "double_criminality": "required",
    }  # fmt: skip
    files: dict[str, Mapping[str, Any]] = {
        "jurisdictions/XA.yaml": law("XA", [territory, national]),
        "jurisdictions/XB.yaml": law("XB", [territory], punishes=False),
    }
    found = {name: yaml.safe_dump(content).encode() for name, content in files.items()}
    return found | {"profiles.yaml": (sources.SHIPPED / "profiles.yaml").read_bytes()}


def _shipped(files: Callable[[], Mapping[str, bytes]]) -> Iterator[None]:
    library._shelf.found.clear()
    library._compiled.cache_clear()
    with mock.patch.object(sources, "files", files):
        yield
    library._shelf.found.clear()
    library._compiled.cache_clear()
    counting._last.clear()


def _small_law() -> Iterator[None]:
    """The law in force is that of XA and XB alone."""
    yield from _shipped(texts)


@pytest.fixture
def few_laws() -> Iterator[None]:
    """Of the shipped laws those of SE and NO, as they are: for what is compiled anew again and again."""
    few = {
        name: text
        for name, text in sources.files().items()
        if not name.startswith("jurisdictions/") or name in {"jurisdictions/SE.yaml", "jurisdictions/NO.yaml"}
    }
    yield from _shipped(lambda: few)


small_law = pytest.fixture(_small_law)
small_law_of_file = pytest.fixture(_small_law, scope="module")


def with_grant(cast: Cast, who: str = "noor") -> None:
    """Bao proposes and Dalia confirms that somebody may see gaps."""
    granted(cast, who)
    assert looks.grant_in_force(cast[who], NOW)
    assert network.grants.holders("law.gaps", NOW.date(), [cast.aurora])
