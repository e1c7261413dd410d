"""The files of a course, read strictly: structure and source texts, every defect named at once. The format is told in
docs/courses.md. Pure.

A text stands where it is said and has a key made of its place: `01.desk.title`, `01.desk.2`, `s-031.v`, `s-031.a.f`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from fanal.learning.courses.acts import Act
from fanal.learning.courses.model import (
    Audience,
    Block,
    BlockKind,
    Choice,
    Course,
    CourseKind,
    Lesson,
    Option,
    Page,
    PassRule,
    Question,
    QuestionKind,
    Scenario,
    Truth,
    Value,
)
from fanal.learning.courses.roles import ROLES
from fanal.vocabulary.files import Checker, Defect, Defective, read_yaml

SCHEMA: Final = "fanal.course/1"
FORMS: Final = ("pre", "final", "follow_up")
VARIED: Final = ("guest_origin", "wealth", "adult_gender", "child_gender", "child_disability", "language")
"""What may differ between the arms of a pair."""
_NEEDED: Final = ("schema", "code", "version", "since", "audience", "kind", "language", "title", "about", "minutes")
_PLAYED: Final = ("forms", "blueprint", "pass", "valid_months")
_MORE: Final = ("roles", "requires", "objectives", "skills", "skill_check")
_MOST_DRAWING: Final = 20_000
"""Signs of a drawing at most."""


class _Texts(Checker):
    """Reads one file of a course; keeps each text under its key."""

    def __init__(self, file: str, texts: dict[str, str], safety: set[str]) -> None:
        super().__init__(file)
        self.said, self.safety = texts, safety

    def say(self, value: Any, place: str, key: str, *, safety: bool = False) -> str:
        """Keep a text under a key; which is returned."""
        said = "\n".join(" ".join(line.split()) for line in self.text(value, place).splitlines())
        if key in self.said:
            self.wrong(place, f"two texts would have the key {key}")
        self.said[key] = said
        if safety:
            self.safety.add(key)
        return key


def read(folder: Path) -> Course:
    """The course of a folder. Raises `Defective` with everything that cannot be read."""
    texts: dict[str, str] = {}
    safety: set[str] = set()
    defects: list[Defect] = []
    found: dict[str, Any] = {}

    def part(name: str, reader: Any, *, needed: bool = True) -> Any:
        if not needed and not (folder / name).exists():
            return ()
        check = _Texts(name, texts, safety)
        try:
            value = reader(check, read_yaml(folder / name))
            check.done()
        except Defective as error:
            defects.extend(error.defects)
            return ()
        return value

    found = part("course.yaml", _head) or {}
    lessons = sorted((folder / "lessons").glob("*.yaml"))
    read_lessons = [part(f"lessons/{path.name}", _lesson) for path in lessons]
    scenarios = part("scenarios.yaml", _scenarios, needed=False)
    questions = part("questions.yaml", _questions, needed=False)
    drawings = {path.name: _drawing(path, defects) for path in sorted((folder / "figures").glob("*"))}
    if found and found["code"] != folder.name:
        defects.append(Defect("course.yaml", "code", "must be the name of the folder"))
    if defects:
        raise Defective(defects)
    return Course(
        **found, lessons=tuple(read_lessons), scenarios=scenarios, questions=questions,
        texts=texts, safety=frozenset(safety), drawings=drawings,
    )  # fmt: skip


def _drawing(path: Path, defects: list[Defect]) -> str:
    try:
        svg = path.read_text("utf-8")
        if path.suffix == ".svg" and len(svg) <= _MOST_DRAWING:
            return svg
    except (OSError, UnicodeDecodeError):
        pass
    defects.append(Defect(f"figures/{path.name}", "", f"a drawing is an SVG of at most {_MOST_DRAWING} signs"))
    return ""


def _head(check: _Texts, document: Any) -> dict[str, Any]:
    kind = document.get("kind") if isinstance(document, dict) else ""
    played = kind != CourseKind.OUTLINE
    told = check.keys(document, "", (*_NEEDED, *(_PLAYED if played else ())), _MORE)
    check.one_of(told.get("schema"), "schema", (SCHEMA,))
    check.say(told.get("title"), "title", "title")
    check.say(told.get("about"), "about", "about")
    objectives = _numbered(check, told.get("objectives", []), "objectives", "o")
    skills = _numbered(check, told.get("skills", []), "skills", "k")
    since = check.day(told.get("since"), "since")
    found = {
        "code": check.text(told.get("code"), "code"),
        "version": check.number(told.get("version"), "version", 1, 999),
        "audience": check.one_of(told.get("audience"), "audience", list(Audience)),
        "kind": check.one_of(kind, "kind", list(CourseKind)),
        "roles": _roles(check, told.get("roles", [])),
        "requires": check.texts(told.get("requires", []), "requires"),
        "language": check.text(told.get("language"), "language"),
        "minutes": check.number(told.get("minutes"), "minutes", 1, 240),
        "skill_check": check.truth_value(told.get("skill_check", False), "skill_check"),
        "valid_months": check.number(told.get("valid_months", 1), "valid_months", 1, 60),
        "forms": _forms(check, told.get("forms", {})) if played else {},
        "blueprint": _blueprint(check, told.get("blueprint", {})) if played else {},
        "passing": _pass_rule(check, told.get("pass", {}), kind) if played else None,
    }
    if not check.defects:
        found |= {"audience": Audience(found["audience"]), "kind": CourseKind(found["kind"])}  # type: ignore[arg-type]
    return found | {"since": since, "objectives": objectives, "skills": skills}


def _roles(check: _Texts, value: Any) -> tuple[str, ...]:
    """For whose work it is; nobody in particular, where none is named."""
    return tuple(check.one_of(one, f"roles[{at}]", list(ROLES)) for at, one in enumerate(check.texts(value, "roles")))


def _numbered(check: _Texts, value: Any, place: str, letter: str) -> tuple[str, ...]:
    items = check.items(value, place)
    return tuple(check.say(one, f"{place}[{at}]", f"{letter}{at + 1}") for at, one in enumerate(items))


def _forms(check: _Texts, value: Any) -> dict[str, tuple[str, ...]]:
    told = check.keys(value, "forms", ("final",), ("pre", "follow_up"))
    return {name: check.texts(told[name], f"forms.{name}") for name in FORMS if name in told}


def _blueprint(check: _Texts, value: Any) -> dict[Truth, int]:
    told = check.keys(value, "blueprint", (), list(Truth))
    return {Truth(name): check.number(n, f"blueprint.{name}", 0, 40) for name, n in told.items() if name in set(Truth)}


def _pass_rule(check: _Texts, value: Any, kind: Any) -> PassRule:
    signals = ("hit_rate", "false_alarm_rate") if kind == CourseKind.NOTICE else ()
    told = check.keys(value, "pass", ("acts_right", "harmful", *signals))
    rates = [check.share(told.get(name), f"pass.{name}") for name in signals]
    right = check.share(told.get("acts_right"), "pass.acts_right")
    return PassRule(right, check.number(told.get("harmful"), "pass.harmful", 0, 0), *rates)


# ---- lessons ----


def _lesson(check: _Texts, document: Any) -> Lesson:
    name = Path(check.file).stem
    told = check.keys(document, "", ("title", "pages"), ("objectives",))
    title = check.say(told.get("title"), "title", f"{name}.title")
    pages = [_page(check, one, f"pages[{at}]", name) for at, one in enumerate(check.items(told.get("pages"), "pages"))]
    return Lesson(name, title, check.texts(told.get("objectives", []), "objectives"), tuple(pages))


def _page(check: _Texts, value: Any, place: str, lesson: str) -> Page:
    told = check.keys(value, place, ("id", "title", "blocks"))
    name = check.text(told.get("id"), f"{place}.id")
    key = f"{lesson}.{name}"
    title = check.say(told.get("title"), f"{place}.title", f"{key}.title")
    items = check.items(told.get("blocks"), f"{place}.blocks")
    blocks = [_block(check, one, f"{place}.blocks[{at}]", f"{key}.{at + 1}") for at, one in enumerate(items)]
    return Page(name, title, tuple(blocks))


_ALONG: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    BlockKind.FIGURE: (("alt",), ("labels",)),
    BlockKind.CUE: (("sign",), ("innocent", "direct")),
}
"""What stands beside the first key of a block: needed, possible."""


def _block(check: _Texts, value: Any, place: str, key: str) -> Block:
    """The first key of a block says what it is; `safety: true` that somebody's safety rests on it."""
    kinds = [name for name in value if name in set(BlockKind)] if isinstance(value, dict) else []
    if len(kinds) != 1:
        check.wrong(place, f"a block is exactly one of: {', '.join(BlockKind)}")
        return Block(BlockKind.TEXT)
    kind = BlockKind(kinds[0])
    needed, possible = _ALONG.get(kind, ((), ()))
    told = check.keys(value, place, (kind, *needed), (*possible, "safety"))
    return _BLOCKS.get(kind, _said)(check, kind, told, place, key)


type _Told = Mapping[str, Any]


def _said(check: _Texts, kind: BlockKind, told: _Told, place: str, key: str) -> Block:
    """A block of one text."""
    safety = _is_safety(check, told, place) or kind is BlockKind.ACKNOWLEDGE
    return Block(kind, (check.say(told[kind], f"{place}.{kind}", key, safety=safety),))


def _is_safety(check: _Texts, told: _Told, place: str) -> bool:
    return check.truth_value(told.get("safety", False), f"{place}.safety")


def _list(check: _Texts, kind: BlockKind, told: _Told, place: str, key: str) -> Block:
    safety, items = _is_safety(check, told, place), check.items(told[kind], f"{place}.list")
    keys = [check.say(one, f"{place}.list[{at}]", f"{key}.{at + 1}", safety=safety) for at, one in enumerate(items)]
    return Block(kind, tuple(keys))


def _refers(check: _Texts, kind: BlockKind, told: _Told, place: str, _key: str) -> Block:
    return Block(kind, ref=check.text(told[kind], f"{place}.{kind}"))


def _contacts(check: _Texts, kind: BlockKind, told: _Told, place: str, _key: str) -> Block:
    check.truth_value(told[kind], f"{place}.{kind}")
    return Block(kind)


def _figure(check: _Texts, kind: BlockKind, told: _Told, place: str, key: str) -> Block:
    alt = check.say(told.get("alt"), f"{place}.alt", f"{key}.alt")
    labels = told.get("labels", {})
    if not isinstance(labels, dict):
        check.wrong(f"{place}.labels", "a group of keys is expected")
        labels = {}
    said = {name: check.say(text, f"{place}.labels.{name}", f"{key}.{name}") for name, text in labels.items()}
    return Block(kind, (alt,), check.text(told.get("figure"), f"{place}.figure"), labels=said)


def _cue(check: _Texts, kind: BlockKind, told: _Told, place: str, key: str) -> Block:
    direct = check.truth_value(told.get("direct", False), f"{place}.direct")
    sign = check.say(told.get("sign"), f"{place}.sign", f"{key}.sign", safety=True)
    innocent = check.items(told.get("innocent", []), f"{place}.innocent")
    reasons = [check.say(one, f"{place}.innocent[{at}]", f"{key}.i{at + 1}") for at, one in enumerate(innocent)]
    return Block(kind, (sign, *reasons), check.text(told.get("cue"), f"{place}.cue"), direct)


_BLOCKS: Final[Mapping[BlockKind, Callable[[_Texts, BlockKind, _Told, str, str], Block]]] = {
    BlockKind.LIST: _list,
    BlockKind.FIGURE: _figure,
    BlockKind.CUE: _cue,
    BlockKind.QUESTION: _refers,
    BlockKind.SCENARIO: _refers,
    BlockKind.CONTACTS: _contacts,
}


# ---- situations, questions ----


def _scenarios(check: _Texts, document: Any) -> tuple[Scenario, ...]:
    found: dict[str, Scenario] = {}
    for at, one in enumerate(check.items(document, "")):
        read_one = _arm if isinstance(one, dict) and "like" in one else _scenario
        made = read_one(check, one, f"[{at}]", found)
        if made.id in found:
            check.wrong(f"[{at}].id", f"this id is taken: {made.id}")
        found[made.id] = made
    return tuple(found.values())


def _scenario(check: _Texts, value: Any, place: str, _before: Mapping[str, Scenario]) -> Scenario:
    told = check.keys(value, place, ("id", "truth", "vignette", "choices"), ("form", "cues"))
    name = check.text(told.get("id"), f"{place}.id")
    truth = check.one_of(told.get("truth"), f"{place}.truth", list(Truth))
    items = check.items(told.get("choices"), f"{place}.choices")
    return Scenario(
        id=name,
        form=check.text(told["form"], f"{place}.form") if "form" in told else "",
        truth=Truth(truth or Truth.UNCLEAR),
        vignette=check.say(told.get("vignette"), f"{place}.vignette", f"{name}.v"),
        choices=tuple(_choice(check, one, f"{place}.choices[{at}]", name) for at, one in enumerate(items)),
        cues=check.texts(told.get("cues", []), f"{place}.cues"),
    )


def _arm(check: _Texts, value: Any, place: str, before: Mapping[str, Scenario]) -> Scenario:
    """The second arm of a pair: told otherwise, and everything else the same."""
    told = check.keys(value, place, ("id", "like", "varies", "vignette"))
    name, like = check.text(told.get("id"), f"{place}.id"), check.text(told.get("like"), f"{place}.like")
    varies = check.one_of(told.get("varies"), f"{place}.varies", VARIED)
    vignette = check.say(told.get("vignette"), f"{place}.vignette", f"{name}.v")
    first = before.get(like)
    if first is None or first.like:
        check.wrong(f"{place}.like", f"no situation {like} stands before it")
        return Scenario(name, "", Truth.UNCLEAR, vignette, ())
    if any(one.like == like for one in before.values()):
        check.wrong(f"{place}.like", "a pair has two arms")
    return replace(first, id=name, vignette=vignette, like=like, varies=varies)


def _choice(check: _Texts, value: Any, place: str, scenario: str) -> Choice:
    told = check.keys(value, place, ("id", "act", "value", "say"), ("feedback", "next"))
    name = check.text(told.get("id"), f"{place}.id")
    key = f"{scenario}.{name}"
    act = check.one_of(told.get("act"), f"{place}.act", list(Act))
    worth = check.one_of(told.get("value"), f"{place}.value", list(Value))
    say = check.say(told.get("say"), f"{place}.say", key, safety=True)
    after = told.get("feedback")
    feedback = check.say(after, f"{place}.feedback", f"{key}.f", safety=True) if after is not None else ""
    following = check.text(told["next"], f"{place}.next") if "next" in told else ""
    return Choice(name, Act(act or Act.CARRY_ON), Value(worth or Value.WRONG), say, feedback, following)


def _questions(check: _Texts, document: Any) -> tuple[Question, ...]:
    return tuple(_question(check, one, f"[{at}]") for at, one in enumerate(check.items(document, "")))


def _question(check: _Texts, value: Any, place: str) -> Question:
    told = check.keys(value, place, ("id", "kind", "ask"), ("choices", "by_part"))
    name = check.text(told.get("id"), f"{place}.id")
    kind = check.one_of(told.get("kind"), f"{place}.kind", list(QuestionKind))
    ask = check.say(told.get("ask"), f"{place}.ask", f"{name}.ask")
    options = []
    for at, one in enumerate(check.items(told.get("choices", []), f"{place}.choices")):
        here = f"{place}.choices[{at}]"
        made = check.keys(one, here, ("id", "say"), ("right", "place", "feedback"))
        option = check.text(made.get("id"), f"{here}.id")
        key = f"{name}.{option}"
        after = made.get("feedback")
        options.append(
            Option(
                option,
                check.say(made.get("say"), f"{here}.say", key),
                check.truth_value(made.get("right", False), f"{here}.right"),
                check.number(made.get("place", 0), f"{here}.place", 0, 20),
                check.say(after, f"{here}.feedback", f"{key}.f") if after is not None else "",
            )
        )
    by_part = check.truth_value(told.get("by_part", False), f"{place}.by_part")
    return Question(name, QuestionKind(kind or QuestionKind.SINGLE), ask, tuple(options), by_part)
