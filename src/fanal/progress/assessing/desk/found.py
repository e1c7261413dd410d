"""All that somebody found of a place, for whoever reads it or works on it."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fanal.progress import words
from fanal.progress.assessing import cells, citing
from fanal.progress.models import CountryAssessment
from fanal.web import api as web


def facts(found: cells.Work | None) -> list[tuple[str, object]]:
    """What somebody found, for whoever reads it."""
    if found is None:
        return []
    one = found.assessment
    points = _("%(n)s of 4") % {"n": web.digits(one.points)} if one.points is not None else ""
    lines: list[tuple[str, object]] = [
        (_("Found"), web.state_tag(one.state, "")),
        (_("Points"), points),
        (_("For the day"), web.day_words(one.as_of)),
        (_("Why"), one.rationale),
        (_("Sources"), _sources(one)),
        (_("Looked in vain"), one.searched),
        (_("Why otherwise than the law engine"), one.differs),
        (_("How sure"), str(words.CONFIDENCE.get(one.confidence, ""))),
        (_("By"), web.dots(one.by.name, one.org.name, web.day_words(one.at))),
        (_("Ties"), one.ties),
        (_("Which error of ours it corrects"), one.corrects),
    ]
    for each in found.readings:
        said = _("agrees") if each.agrees else _("does not agree")
        lines += [(_("Second reader"), web.dots(each.org.name, said, each.words, each.ties))]
    return [line for line in lines if line[1]]


def _sources(one: CountryAssessment) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ([_source(*each)] for each in citing.shown(one.citations)))


def _source(said: str, url: str, mark: str) -> SafeString:
    """A source with its link, and what has to be known of it."""
    link = format_html('<a href="{}" rel="noreferrer"><bdi>{}</bdi></a>', url, said)
    named = link if url else format_html("<bdi>{}</bdi>", said)
    return format_html("{} ({})", named, mark) if mark else named
