"""What nobody has reviewed is drafted, and nothing is declared complete."""

import pytest
from tests.engines.jurisdiction.abroad import shipped

pytestmark = pytest.mark.once


@pytest.mark.parametrize("code", ["KE", "KH", "LK", "PH", "TH"])
def test_nothing_is_declared_complete_and_all_is_drafted(code: str) -> None:
    law = shipped().laws[code]
    assert not law.coverage
    held = [*law.offences.values(), *law.rules.values(), *law.limitation.values()]
    assert {version.review.status.value for one in held for version in one.versions} == {"drafted"}
