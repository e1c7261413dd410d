"""A reform of law that a member published: the smallest change, how far the law around it is known, what else would do.
No gap and no count of gaps stands in it: these leave in no way."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.justice import api as justice
from fanal.progress import words
from fanal.progress.composing.blocks.about import About, Offer, whole
from fanal.progress.composing.kinds import Kind, Piece, Source, digest
from fanal.web import api as web

_MOST = 8
LICENCE = lazy("published by its member for everybody")


def offered(about: About) -> Iterator[Offer]:
    """The reforms of the country, the newest first."""
    for one in justice.published_reforms(about.country):
        yield Offer(str(one.id), one.title, web.dots(one.org, web.day_words(one.on)))


def piece(about: About, ref: str) -> Piece | None:
    """The change, in words; the articles of treaties that ask for it; how the law stands by the items that it is about;
    other reforms, and laws that have it."""
    every = {str(one.id): one for one in justice.published_reforms(about.country)}
    one = every.get(ref)
    if one is None:
        return None
    told = justice.proposed(one.state, one.atoms, about.now)
    bounds, others = list(_bounds(about, told.items)), [held.title for other, held in every.items() if other != ref]
    has = {code: name for item in told.items for code, name in justice.does(item, about.country, about.now)}
    points = [*told.changes, *bounds]
    points += [_("Laws that have it: %(which)s") % {"which": web.listed(sorted(has.values())[:_MOST])}] if has else []
    points += [_("What would do instead: %(which)s") % {"which": web.apart(others[:_MOST])}] if others else []
    address, stands = whole(web.elsewhere("law:state", about.country)), _states(about, told.items)
    return Piece(
        Kind.GAP, ref, one.title, Source(one.title, one.org, address, str(LICENCE), one.on.isoformat()),
        digest("gap", ref, one.title, one.words, one.atoms, told.items, sorted(has), others, stands),
        said=tuple(line for line in one.words.splitlines() if line.strip()),
        points=tuple(points),
        more=(*told.treaties, *told.provisions),
    )  # fmt: skip


def _states(about: About, items: tuple[str, ...]) -> list[tuple[str, str]]:
    found = justice.benchmark(about.country, about.now)
    return [(item, found[item].state) for item in items if item in found]


def _bounds(about: About, items: tuple[str, ...]) -> Iterator[str]:
    """The items that it is about as they stand, and of their groups how many are so at least and at most."""
    found = justice.benchmark(about.country, about.now)
    for item in items:
        if item in found:
            one = found[item]
            verdict = _("does not apply") if one.state == "n_a" else words.state(one.state)
            given = {"code": one.code, "title": one.title, "verdict": verdict}
            yield _("%(code)s, the law %(title)s: %(verdict)s") % given
    codes = {found[item].code[:1] for item in items if item in found}
    for title, score in justice.looked(about.country, about.now).groups:
        if title[:1] in codes:
            given = {
                "title": title, "least": web.digits(score.yes), "most": web.digits(score.yes + score.unknown),
                "all": web.digits(score.yes + score.partial + score.no + score.unknown),
            }  # fmt: skip
            yield _("%(title)s: met in %(least)s to %(most)s of %(all)s points") % given
