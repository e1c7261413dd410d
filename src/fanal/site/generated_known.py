"""The page of docs/ that says how much of thirteen laws is known, why not more, and what they answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from fanal.engines.jurisdiction.api import evaluate
from fanal.engines.jurisdiction.contracts import Corpus, ItemResult, parse_facts, standards
from fanal.site.generated_law import last_read

ON = date(2026, 12, 1)
LAWS = ("AU", "CA", "CH", "DE", "FR", "GB-EAW", "IT", "NL", "NO", "NZ", "SE", "US", "ZA")
PLACES = ("KE", "PH", "TH", "KH", "LK")
YEARS = (2010, 2016, 2022, 2026)

HEAD = (
    "# What is known of thirteen laws, and which text would tell more\n"
    "## How many of the 48 items are known\n"
    "*Known*: yes, partial or no (`docs/law-benchmark.md`); what is not known is never no. Two items "
    "do not apply to GB-EAW. What stands in no version (extradition, procedure, measures for the child) counts for "
    "every day.\n\n"
)
KNOWN_HEAD = ("file", f"known on {ON}", "newest day of a text", "known on that day", "yes, partial, no", "do not apply")
WHY = (
    "\n"
    "## Why the others are not known\n"
    "An item stands beside each reason that keeps it open. *Silence*: nothing else keeps it open, but a file says "
    "no by silence only where two lawyers of an installation declared it complete "
    "(`docs/law-corpus.md`); what it names as left out stands beside it. *A field that "
    "nobody filled*: of the law, or of one of its provisions. *Read until*: no later text was to be had. *No case "
    "tells*: the text asks for what no fact of a case says. The last row of a file names texts on other matters "
    "that were not read or not to be had.\n\n"
)
WHY_HEAD = ("file", "why", "items", "what is lacking")
GRID = (
    "\n"
    "## A national who pays for a child of 15 abroad\n"
    f"What the law of {ON} says of an act on 1 June: each sign one place, in the order of Kenya, the Philippines, "
    "Thailand, Cambodia, Sri Lanka. `O` open, `C` open once somebody decides, `B` barred, `-` no way, `?` cannot "
    "say.\n\n"
)
GRID_HEAD = ("national of", *map(str, YEARS))
_SIGNS = {"open": "O", "open_on_condition": "C", "barred": "B", "cannot_say": "?", "none": "-"}
_SILENCE, _FIELD, _NAMED = "silence", "a field that nobody filled", "named in the file"


def known(corpus: Corpus) -> Iterator[Sequence[str]]:
    """A row for each law: how many items are known today and on the newest day of a text."""
    for code in LAWS:
        newest = last_read(corpus.laws[code]) or ON
        now, then = (standards.score(standards.benchmark(corpus, code, day)) for day in (ON, newest))
        kinds = f"{now.yes}, {now.partial}, {now.no}"
        yield f"`{code}`", str(now.known), newest.isoformat(), str(then.known), kinds, str(now.not_applicable)


def unknown(corpus: Corpus) -> Iterator[Sequence[str]]:
    """Rows for each law: a reason, the items that it keeps open, and what is lacking."""
    for code in LAWS:
        law = corpus.laws[code]
        items, lacking = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for result in standards.benchmark(corpus, code, ON):
            item = standards.shipped().items[result.item].code
            for why, names in _kept_open(result).items():
                items[why].append(item)
                lacking[why] += [f"{item} {', '.join(dict.fromkeys(names))}"] if why == _FIELD else names
        for why in sorted(items, key=lambda why: (why == _SILENCE, why)):
            yield f"`{code}`", why, " ".join(items[why]), " · ".join(dict.fromkeys(lacking[why]))
        if named := [f"{one.art}: {one.why}" for one in law.not_entered if not one.covers]:
            yield f"`{code}`", _NAMED, "", " · ".join(named)


def _kept_open(result: ItemResult) -> Mapping[str, list[str]]:
    """Why an item is open, with what each reason names; silence only where nothing else is said."""
    told = defaultdict[str, list[str]](list)
    for reason in sorted(result.reasons) if result.state.is_unknown else ():
        what, _, question = reason.partition("/")[2].partition("#")
        why, name = _told(what, question)
        told[why].append(name)
    return {why: names for why, names in told.items() if why != _SILENCE or len(told) == 1}


def _told(what: str, question: str) -> tuple[str, str]:
    if what in {"not_entered", "coverage"}:
        return _SILENCE, question or "nothing is named"
    if question.startswith("unread:"):
        return f"read until {question.removeprefix('unread:')}", f"`{what}`"
    if question == "also_asks":
        return "no case tells", f"`{what}`"
    if question in {"wording", "commencement"}:
        return f"{question} not known", f"`{what}`"
    if question.endswith(":undetermined"):
        return "looked for in vain", f"`{what}`"
    return _FIELD, f"`{what if question == 'absent' else question}`"


def grid(corpus: Corpus) -> Iterator[Sequence[str]]:
    """A row for each nationality, a cell for each year, a sign for each place; last the counts."""
    signs = list[str]()
    for code in LAWS:
        cells = ["".join(_sign(corpus, code[:2], place, year) for place in PLACES) for year in YEARS]
        signs += cells
        yield f"`{code[:2]}`", *(f"`{cell}`" for cell in cells)
    yield "all", " · ".join(_counts("".join(signs))), *("" for _ in YEARS[1:])


def _counts(signs: Iterable[str]) -> Iterator[str]:
    held = list(signs)
    yield from (f"{sign} {held.count(sign)}" for sign in _SIGNS.values() if sign in held)


def _sign(corpus: Corpus, home: str, place: str, year: int) -> str:
    """The best that a law of the state says."""
    answer = evaluate(corpus, parse_facts(_facts(home, place, year)), ON, decide=False)
    said = {state.verdict.value for state in answer.states if state.state.split("-")[0] == home}
    return next(sign for verdict, sign in _SIGNS.items() if verdict in said)


def _facts(home: str, place: str, year: int) -> dict[str, object]:
    day = f"{year}-06-01"
    return {
        "schema": "fanal.facts/1",
        "act": {
            "conduct": ["sexual_activity"], "from": day, "to": day, "places": [place], "commercial": True, "means": [],
            "relation": [], "medium": ["in_person"], "marriage": False, "role": "principal",
        },
        "child": {"age": {"lo": 15, "hi": 15}, "nationality": [place], "residence": [place]},
        "suspect": {
            "age": {"lo": 44, "hi": 44}, "nationality": [home], "residence": [home], "permanent_residence": [],
            "presence": [home], "travel": [{"from": home, "to": place, "on": f"{year}-05-25"}],
        },
    }  # fmt: skip
