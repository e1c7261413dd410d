"""The law of a country in five sentences, with bars of the ages of a child beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import Corpus, Coverage, Exemption, Law, plainly
from fanal.justice.law import codes, ladder, places
from fanal.justice.law import words as law_words
from fanal.justice.law.sentences import CONDITIONS
from fanal.web import api as web

_LEFT_OUT = 3  # how many provisions that nobody entered are named
_YEARS, _WIDTH, _HEIGHT = 50, 250, 18  # of the bars: years of age, and their size, over which the line at 18 stands


type Refs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What it is about, what the law says, and the provisions that say it, each with its page."""

    about: str
    words: str
    refs: Refs = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from one age to another, with the same in words."""

    about: str
    words: str
    drawn: SafeString


@dataclass(frozen=True, slots=True)
class Told:
    """The five sentences and the bars; `review`: how far the least reviewed of their provisions is."""

    sentences: tuple[Sentence, ...]
    bars: tuple[Bar, ...]
    review: str


def told(corpus: Corpus, law: Law, on: date) -> Told:
    """What everybody asks of a law, on a day."""
    plain = plainly.plain(corpus, law, on)
    reached = (plain.home, plain.nationals, plain.freely, plain.residents)
    parts = (plain.unpaid, plain.paid, *reached, plain.young, plain.grown)
    held = [ref.review for part in parts for ref in part.refs] + [ref.review for ref in plain.close_refs]
    review = law_words.status_words(ladder.lowest(held), on) if held else ""
    return Told(tuple(_sentences(plain, law)), tuple(_bars(plain)), review)


def _sentences(plain: plainly.Plain, law: Law) -> Iterator[Sentence]:
    protected = places.links(law, (*plain.unpaid.refs, *(plain.paid.refs if _paid(plain) else ()), *plain.close_refs))
    said = " ".join(filter(None, (_protected(plain.unpaid), _close(plain), _paid(plain))))
    yield Sentence(_("Who is protected."), said, protected)
    home = " ".join(filter(None, (_home(plain), _first(plain.first_home))))
    yield Sentence(_("At home."), home, places.links(law, plain.home.refs) if plain.home.value.is_true else ())
    reached = (*(plain.freely if plain.freely.value.is_true else plain.nationals).refs, *plain.residents.refs)
    yield Sentence(_("Abroad."), " ".join(_abroad(plain)), places.links(law, reached))
    until = places.links(law, (*plain.young.refs, *plain.grown.refs) if plain.young.known else ())
    yield Sentence(_("Until when."), f"{_until(plain)} {_until_paid(plain.grown)}".strip(), until)
    yield Sentence(_("What nobody has read."), _left_out(law))


def _protected(ages: plainly.Ages) -> str:
    if not ages.perhaps:
        return _("By this law no sexual act is an offence for the age of the child alone.")
    if not ages.until:
        return _("Up to which age any sexual act with a child is an offence is not known here.")
    said = _("Any sexual act with a child under %(age)s is an offence.") % {"age": web.digits(ages.until)}
    if ages.perhaps == ages.until:
        return said
    return f"{said} {_('For older children it depends on more than age, or is not known here.')}"


def _close(plain: plainly.Plain) -> str:
    """Nothing where no exception for two who are close in age was read."""
    apart = dict.fromkeys(_apart(one) for one in plain.close if one.kind == "close_in_age")
    said = _("An exception is made for two who are close in age: %(how)s.") % {"how": web.apart(apart)} if apart else ""
    if any(one.kind == "peer" for one in plain.close):
        said = f"{said} {_('An exception is made for two who are close in age and development; a court decides.')}"
    return said.strip()


def _apart(one: Exemption) -> str:
    given = {"years": web.digits(one.years), "age": web.digits(one.min_child_age or 0)}
    if one.min_child_age is None:
        words = _("not more than %(years)s years apart") if one.inclusive else _("less than %(years)s years apart")
        return words % given
    if one.inclusive:
        return _("not more than %(years)s years apart, the younger at least %(age)s") % given
    return _("less than %(years)s years apart, the younger at least %(age)s") % given


def _first(asked: Iterable[tuple[str, str]]) -> str:
    """What somebody has to decide before anybody is prosecuted; nothing where there is a way without."""
    what = sorted(_decision(kind, who) for kind, who in asked)
    return _("Somebody has to decide or ask for it first: %(what)s.") % {"what": web.apart(what)} if what else ""


def _decision(kind: str, who: str) -> str:
    if kind == "consent":  # whose it is may be a long story in the words of the file
        return law_words.isolated(codes.word(who))
    return law_words.filled(CONDITIONS[kind], {"who": who})


def _paid(plain: plainly.Plain) -> str:
    """Nothing where payment changes nothing."""
    if not plain.paid.perhaps:
        return _("Nor is it one where anything is given or promised for it.")
    if plain.paid.until <= plain.unpaid.until:
        return ""
    words = _("Where anything is given or promised for it, it is one with any child under %(age)s.")
    return words % {"age": web.digits(plain.paid.until)}


def _home(plain: plainly.Plain) -> str:
    if plain.home.value.is_true:
        return _("Whoever does it there can be prosecuted there.")
    if plain.home.value.is_false:
        words = _("Without more, such as force or payment, it is no offence there with a child of %(age)s.")
        return words % {"age": web.digits(plainly.YOUNG)}
    return _("Whether it can be prosecuted there is not known here.")


def _abroad(plain: plainly.Plain) -> Iterator[str]:
    if plain.freely.value.is_true:
        yield _("Its nationals can be prosecuted for it wherever they do it, also where it is no offence.")
    elif plain.nationals.value.is_true:
        yield _("Its nationals can be prosecuted for it elsewhere; it may have to be an offence there too.")
    elif plain.nationals.value.is_false:
        yield _("Its nationals cannot be prosecuted there for what they do elsewhere.")
    else:
        yield _("Whether its nationals can be prosecuted for what they do elsewhere is not known here.")
    if plain.residents.value.is_true:
        yield _("So can those who live there.")
    if first := _first(plain.first_abroad):
        yield first


def _until(plain: plainly.Plain) -> str:
    time = plain.young
    given = {"age": web.digits(plainly.YOUNG), "first": _digits(time.first), "last": _digits(time.last)}
    if plain.home.value.is_false:
        return _("With a child of %(age)s it is no offence by this law, so there is nothing to prosecute.") % given
    if not time.known:
        return _("Until when it can be prosecuted is not known here.")
    if time.first is None:
        return _("For a child of %(age)s there is no time limit.") % given
    if time.first == time.last:
        return _("For a child of %(age)s: until that child turns %(first)s.") % given
    if time.last is None:
        return _("For a child of %(age)s: until that child turns %(first)s, or without limit for graver acts.") % given
    return _("For a child of %(age)s: until that child turns %(first)s, or %(last)s for graver acts.") % given


def _until_paid(time: plainly.Time) -> str:
    if not time.known:
        return ""
    given = {"age": web.digits(plainly.GROWN), "first": _digits(time.first), "last": _digits(time.last)}
    if time.first is None:
        return _("Where a child of %(age)s was paid for there is no time limit.") % given
    if time.first == time.last:
        return _("Where a child of %(age)s was paid for: until that child turns %(first)s.") % given
    if time.last is None:
        words = _(
            "Where a child of %(age)s was paid for: until that child turns %(first)s, or without limit for graver acts."
        )
        return words % given
    return (
        _("Where a child of %(age)s was paid for: until that child turns %(first)s, or %(last)s for graver acts.")
        % given
    )


def _digits(age: int | None) -> str:
    return "" if age is None else web.digits(age)


def _left_out(law: Law) -> str:
    complete = {words for one in law.declared for words in _complete(one)}
    if not complete:
        return _noted(law)
    return f"{_noted(law)} {_('Nothing is missing on: %(conducts)s.') % {'conducts': web.listed(sorted(complete))}}"


def _complete(one: Coverage) -> Iterator[str]:
    """The conducts of a declaration, each with its days where it is not for all."""
    days = law_words.stretch(one.first, one.last) if one.first or one.last else ""
    for conduct in one.conducts:
        yield f"{codes.word(conduct)} ({days})" if days else codes.word(conduct)


def _noted(law: Law) -> str:
    arts = [law_words.isolated(left.art) for left in law.not_entered]
    if not arts and law.declared:
        return _("Nobody has noted a provision that was left out.")
    if not arts:
        return _("Nobody has noted a provision that was left out; no reader has declared the file complete either.")
    named = web.apart(arts[:_LEFT_OUT])
    if len(arts) <= _LEFT_OUT:
        return _("%(arts)s. We cannot say what they hold.") % {"arts": named}
    words = _("%(arts)s; and %(count)s more, listed below. We cannot say what they hold.")
    return words % {"arts": named, "count": web.digits(len(arts) - _LEFT_OUT)}


# ---- bars ----


def _bars(plain: plainly.Plain) -> Iterator[Bar]:
    for about, ages in ((_("Protected from any act"), plain.unpaid), (_("Protected where paid for"), plain.paid)):
        if ages.until:
            yield Bar(about, _("under %(age)s") % {"age": web.digits(ages.until)}, _drawn(0, ages.until, ages.perhaps))
    times = ((_("Time to prosecute, child of %(age)s"), plain.young, plainly.YOUNG),
             (_("Time to prosecute, child of %(age)s, paid for"), plain.grown, plainly.GROWN))  # fmt: skip
    for about, time, age in times:
        if time.known:
            last = _YEARS if time.last is None else time.last
            first = _YEARS if time.first is None else time.first
            yield Bar(about % {"age": web.digits(age)}, _ages_of(age, time), _drawn(age, first, last))


def _ages_of(age: int, time: plainly.Time) -> str:
    given = {"age": web.digits(age), "first": _digits(time.first), "last": _digits(time.last)}
    if time.first is None:
        return _("from %(age)s, without limit") % given
    if time.last == time.first:
        return _("from %(age)s to %(first)s") % given
    if time.last is None:
        return _("from %(age)s to %(first)s, or without limit for graver acts") % given
    return _("from %(age)s to %(first)s, or %(last)s for graver acts") % given


def _drawn(first: int, sure: int, perhaps: int) -> SafeString:
    """Solid for what is sure, pale for what may be; the line at 18 is higher than the bar, so that it shows also
    within it. The words stand beside it."""
    at = [round(min(age, _YEARS) * _WIDTH / _YEARS) for age in (first, sure, perhaps)]
    return format_html(
        '<svg class="ages" viewBox="0 0 {0} {1}" height="{1}" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><g transform="translate(0 4)"><rect width="{0}" height="{7}" fill="var(--line)"/>'
        '<rect x="{2}" width="{3}" height="{7}" fill="var(--mark)"/>'
        '<rect x="{4}" width="{5}" height="{7}" fill="var(--mark)" opacity="0.4"/></g>'
        '<rect x="{6}" width="2" height="{1}" fill="var(--ink)"/></svg>',
        _WIDTH, _HEIGHT, at[0], at[1] - at[0], at[1], max(at[2] - at[1], 0), round(18 * _WIDTH / _YEARS) - 1,
        _HEIGHT - 8,
    )  # fmt: skip
