"""DNH-50: each talk about the work asks first how the worker is, and measures nobody."""

from fanal.cases.model.declared import model
from fanal.cases.models import Supervision
from fanal.cases.supervision.desk.pages import ACTS


def test_a_talk_asks_first_how_the_worker_is_and_counts_nothing() -> None:
    assert model().field("supervision.wellbeing_asked").required
    assert "First ask how the worker is" in str(ACTS["talk_new"].lede)
    kept = {one.name for one in Supervision._meta.concrete_fields}
    assert not kept & {"score", "minutes", "hours", "load", "late", "rating"}
