"""Fictional children: the same seed, the same bytes; shaped as the table on which the methods were tried."""

from itertools import combinations

import numpy as np
import pytest

from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import BLOCK, people, people_classes
from fanal.engines.disclosure.model import DisclosureError

pytestmark = pytest.mark.once


def test_twenty_variables_of_two_to_eight_codes() -> None:
    classes = people_classes()
    assert len(classes.variables) == 20
    sizes = [len(one.codes) for one in classes.variables]
    assert (min(sizes) >= 2, max(sizes)) == (True, 8)
    cells = sum(int(np.prod(chosen)) for ways in (1, 2, 3) for chosen in combinations(sizes, ways))
    assert 120_000 < cells < 200_000  # the table on which the methods were tried has 155,905
    assert classes.reviewed_on is None


def test_the_same_seed_gives_the_same_bytes_and_fewer_rows_are_the_first_of_more() -> None:
    more, fewer = people(BLOCK + 10, 3), people(1_000, 3)
    np.testing.assert_array_equal(more.codes[:1_000], fewer.codes)
    np.testing.assert_array_equal(more.keys[:1_000], fewer.keys)
    again = people(BLOCK + 10, 3)
    assert (again.codes.tobytes(), again.keys.tobytes()) == (more.codes.tobytes(), more.keys.tobytes())
    assert people(1_000, 4).codes.tobytes() != fewer.codes.tobytes()
    assert not np.array_equal(more.codes[BLOCK:], more.codes[:10])


def test_values_are_skewed_and_missing_together() -> None:
    table = people(20_000, 1)
    cube = count(table)
    assert cube.rows == 20_000
    missing = table.codes == 0
    assert 0.1 < missing.mean() < 0.6
    # A source that does not ask makes values missing together: far more often than if they were independent.
    together = np.corrcoef(missing[:, 14], missing[:, 16])[0, 1]
    apart = [abs(np.corrcoef(missing[:, one], missing[:, other])[0, 1]) for one, other in combinations((2, 14, 15), 2)]
    assert max(abs(together), *apart) > 0.2
    shown = [margin.n for places, margin in cube.margins.items() if len(places) == 3]
    small = sum(int(((n > 0) & (n < 10)).sum()) for n in shown)
    assert small > 0.2 * sum(n.size for n in shown)


def test_none_and_negative_numbers() -> None:
    assert people(0, 1).codes.shape == (0, 20)
    for rows, seed in ((-1, 0), (0, -1)):
        with pytest.raises(DisclosureError):
            people(rows, seed)
