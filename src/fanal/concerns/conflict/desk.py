"""The pages on which a concern goes to the safeguarding lead alone, or back to the intake team."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.concerns.conflict.conflict import CLEAR, MARK, clear, mark
from fanal.web import api as web

ACTS = {
    "conflict": web.Act(
        deed=MARK,
        title=lazy("A concern"),
        heading=lazy("It is about our own people"),
        lede=lazy(
            "Staff, volunteers or partners may be concerned. From now on only the safeguarding lead opens it, and it "
            "leaves the queue."
        ),
        button=lazy("Give it to the safeguarding lead alone"),
        template="concerns/conflict/conflict.html",
        call=web.plain(mark),
        done=lazy("Done. It is in the other hands now."),
        slug="own-people",
        leads=lambda _made: reverse("concerns:queue"),
    ),
    "no_conflict": web.Act(
        deed=CLEAR,
        title=lazy("A concern"),
        heading=lazy("It is not about our own people"),
        lede=lazy("It goes back to the intake team and into the queue, with its clocks begun anew."),
        button=lazy("Give it back to the intake team"),
        call=web.plain(clear),
        done=lazy("Done. It is in the other hands now."),
        slug="not-own-people",
        leads=lambda _made: reverse("concerns:queue"),
    ),
}
