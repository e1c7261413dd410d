"""CM-17: what was found is said in one of five words; bad faith needs evidence, and a second person (DNH-27)."""

import pytest

from fanal.cases.facts import To
from fanal.cases.flow import missing
from fanal.vocabulary.codes import Finding
from tests.rooms.cases.files import ready


@pytest.mark.parametrize("finding", Finding)
def test_each_finding_ends_a_file_and_one_needs_more(finding: Finding) -> None:
    bad = finding is Finding.BAD_FAITH
    said = [one.code for one in missing(ready(To.CLOSURE, finding=finding), To.CLOSURE)]
    assert said == (["evidence"] if bad else [])
    assert not missing(ready(To.CLOSURE, finding=finding, evidence=True), To.CLOSURE)
    alone = ready(To.CLOSURE, finding=finding, evidence=True, closure_approved=False)
    assert [one.code for one in missing(alone, To.CLOSURE)] == ["closure_approval"]
