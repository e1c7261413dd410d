"""How a score is made, with the numbers of the newest rule and one example that is reckoned by it."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fanal.tourism import words
from fanal.tourism.programmes.model import CriteriaSet, Criterion, Requirement, Scope, Status
from fanal.tourism.programmes.scope import Company
from fanal.tourism.scoring import rules, scoring
from fanal.tourism.scoring.model import Band, Basis, Evidence, Place, Score, State
from fanal.web import api as web


def _example() -> Score:
    """One requirement at three places."""
    asked = Requirement("C1.1", {"en": ""}, Scope.SITE, True, 60, 12, ())
    criteria = CriteriaSet("", Status.REVIEWED, criteria=(Criterion(1, {"en": ""}, {"en": ""}, 1.0, "", (asked,)),))
    day = date(2026, 12, 1)
    states = [
        State("C1.1", "a", 4, Basis.SELF, day),
        State("C1.1", "b", 3, Basis.DOCUMENT, day, (Evidence("", True),)),
    ]
    return scoring.score(
        rules.shipped()[rules.NEWEST], "", criteria, Company(frozenset(), ("a", "b", "c")), states, day
    )


def _what(one: Place) -> str:
    """How far something is, and who saw it; of nothing nobody saw anything."""
    return web.apart([words.LEVELS[one.level], words.SAID_BY[one.basis]]) if one.level else str(words.LEVELS[0])


@web.open_page("how a score is made is public to read; the page reads no session and takes nothing")
def page(request: HttpRequest) -> HttpResponse:
    """The three numbers, what counts how much, the bands, an example, and what a score never is."""
    rule, found = rules.shipped()[rules.NEWEST], _example()
    bands = [
        (words.BANDS[Band.STARTING], _("below %(share)s") % {"share": words.share(rule.building_from)}),
        (words.BANDS[Band.BUILDING], _("up to %(share)s") % {"share": words.share(rule.established_above)}),
        (words.BANDS[Band.ESTABLISHED], _("below %(share)s") % {"share": words.share(rule.leading_from)}),
        (
            words.BANDS[Band.LEADING],
            _("from %(share)s, if at least %(verified)s was verified")
            % {"share": words.share(rule.leading_from), "verified": words.share(rule.leading_verified_from)},
        ),
    ]
    places = [
        _("Place %(number)s: %(what)s") % {"number": web.digits(at), "what": _what(one)}
        for at, one in enumerate(found.criteria[0].requirements[0].places, 1)
    ]
    context = {
        "version": rule.version,
        "levels": [(web.digits(at), level) for at, level in enumerate(words.LEVELS)],
        "bases": [(words.SAID_BY[one], words.share(percent / 100)) for one, percent in rule.percent.items()],
        "bands": bands,
        "most": words.BANDS[scoring.band(rule, rule.percent[Basis.SELF] / 100, 0)],
        "places": places,
        "bars": [
            (_("What the company says"), words.share(found.bars.claimed)),
            (_("What is supported"), words.share(found.bars.supported)),
            (_("What somebody verified"), words.share(found.bars.verified)),
        ],
        "band": words.BANDS[found.band],
        "moves": web.digits(rule.moves_count),
    }
    return render(request, "tourism/explained/scores.html", context)
