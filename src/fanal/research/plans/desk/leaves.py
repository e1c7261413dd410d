"""For those who review: what stays here when a release leaves, and what differs from the last version of it."""

from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import Bundle, Protected, bundles
from fanal.research import table_words
from fanal.research.models import Draft, Plan
from fanal.research.releases import releases

MOST_LINES = 60
"""Lines that are listed; where there are more, the last says so."""

type Line = tuple[str, str, str]


def stays(plan: Plan) -> list[tuple[str, str]]:
    """What nobody outside gets."""
    return [
        (_("Records"), _("every row, every name, and the key of every record")),
        (_("Hidden numbers"), _("the exact counts behind the tables; nobody here sees them either")),
        (
            _("Your answers"),
            _("the form of the gate, reasons and names of those who answered; only roles are published"),
        ),
    ]


def differences(plan: Plan, draft: Draft | None) -> list[Line]:
    """What differs from the version that is corrected: where, before, now. Empty where there is none, or no draft."""
    if plan.supersedes is None or draft is None or not draft.packed:
        return []
    old = releases.bundle_of(plan.supersedes)
    new = bundles.read(bundles.unpacked(bytes(draft.packed)), draft=True)
    found = list(chain(_words(plan), _tables(old, new)))
    return found if len(found) <= MOST_LINES else [*found[:MOST_LINES], (_("and so on"), "", "")]


def _words(plan: Plan) -> Iterator[Line]:
    last = plan.supersedes
    assert last is not None
    for name, old, new in ((_("Title"), last.title, plan.title), (_("Sentence"), last.sentence, plan.sentence)):
        if old != new:
            yield name, old, new


def _tables(old: Bundle, new: Bundle) -> Iterator[Line]:
    before, after = ({_which(one): one for one in bundle.tables} for bundle in (old, new))
    for which, table in after.items():
        if which in before:
            yield from _numbers(before[which], table)
        else:
            yield table_words.title(table), "—", _("a new table")
    for which, table in before.items():
        if which not in after:
            yield table_words.title(table), _("a table"), _("left out")


def _which(table: Protected) -> tuple[object, ...]:
    spec = table.spec
    where = tuple((name, tuple(sorted(codes))) for name, codes in sorted(spec.where.items()))
    return spec.rows, spec.columns, where, tuple(sorted(spec.cohorts))


def _numbers(old: Protected, new: Protected) -> Iterator[Line]:
    one, other = table_words.table(old), table_words.table(new)
    before = {(line.label, column): cell.words for line in one.lines for column, cell in line.cells}
    for line in other.lines:
        for column, cell in line.cells:
            was = before.get((line.label, column), "—")
            if was != cell.words:
                yield f"{other.title}: {line.label}, {column}", was, cell.words
