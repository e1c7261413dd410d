"""What leaves of a file: the card, on which the other side says yes or no, and the pack, which opens after it (CM-43,
CM-44; DNH-28, DNH-29; docs/cases.md, "What leaves"). Pure.

A field leaves where four say yes: the list of the kind, a live ground for its category, the agreement, and the sight of
whoever sends. A field beyond the list needs a reason; some never leave, whatever the reason.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from fanal.cases.ages import born
from fanal.cases.model.declared import Field, model
from fanal.cases.packed import PackContent, PackItem
from fanal.passing.api import NOT_COVERED, Addition, NotAddable, Preview, Stay
from fanal.vocabulary.codes import DataCategory, Mark
from fanal.vocabulary.words import gettext_noop


class PackKind(StrEnum):
    """For what it is made."""

    REFERRAL = "referral"
    TRANSFER = "transfer"
    OPINION = "opinion"  # of a panel or a conference, inside the organisation
    REPORT = "report"
    NAMES = "names"  # of a transfer, after their yes and by a second confirmation


# ---- which fields ----

_ABOUT: Final = (
    "child.age_at_intake",
    "child.age_estimated",
    "child.sex",
    "child.languages",
    "child.interpreter_needed",
)
_REACH: Final = (
    "child.safe_to_contact", "contact_safety.channels_allowed", "contact_safety.safe_times",
    "contact_safety.safe_person", "contact_safety.unsafe_persons", "contact_safety.device_shared",
    "contact_safety.words_to_use",
)  # fmt: skip
_PLAN: Final = (
    "goal.domain", "goal.need", "goal.goal", "goal.state", "service.type", "service.state", "service.action",
)  # fmt: skip
_LOOKS: Final = ("assessment.danger_signs", "assessment.factors", "assessment.child_views")
_PUSH: Final = ("push_factor.code", "push_factor.level", "push_factor.state", "push_factor.no_action_reason")
OPTIONS: Final = "best_interests.options"
DEFAULT: Final[Mapping[PackKind, tuple[str, ...]]] = {
    PackKind.REFERRAL: (*_ABOUT, *_REACH),
    PackKind.TRANSFER: (
        *_ABOUT, *_REACH, "case.wishes", "case.risk", "act.kind", "act.forms", "act.country", *_LOOKS, *_PLAN, *_PUSH,
        "follow_up.type", "follow_up.situation",
    ),
    PackKind.NAMES: (
        "child.given_name", "child.middle_name", "child.family_name", "child.other_names", "child.birth_date",
        "child.nationalities", "child.identifiers", "child.contacts",
    ),
    PackKind.OPINION: (
        "child.age_at_intake", "child.sex", "case.country_of_harm", "case.wishes", *_LOOKS, *_PLAN,
        "best_interests.trigger", OPTIONS,
    ),
    PackKind.REPORT: (
        "child.age_at_intake", "child.sex", "act.kind", "act.forms", "act.happened_from", "act.happened_to",
        "act.country", "act.place_type",
    ),
}  # fmt: skip
"""What each kind takes by itself, in the order of the preview; each with a ground for its category alone."""
_NEVER_BOXES: Final[Mapping[str, str]] = {
    "reporter": gettext_noop("Who told us always stays here."),
    "feedback": gettext_noop("The child’s own answers are the child’s."),
    "privileged": gettext_noop("What a lawyer keeps stays with the lawyer."),
    "placement": gettext_noop("Where the child sleeps stays sealed."),
}
LEFT: Final = "follow_up.milestone"
"""Follow-ups that are still to come: which one, and its day."""
_OFFENDER: Final = gettext_noop("The person suspected always stays here.")
_INTERNAL: Final = gettext_noop("Our own notes stay here.")
_LINK: Final = gettext_noop("It only points to something else that stays here.")
_NO_GROUND: Final = gettext_noop("The child has not agreed to this.")
NOT_NEEDED: Final = gettext_noop("Not needed to begin. It can be added with a reason.")
"""Why a field stays that may be added."""
_OWN_ENTITIES: Final = frozenset({
    "note", "approval", "supervision", "consent", "hand_on", "referral", "feedback", "closure",
})  # fmt: skip
OWN_QUESTIONS: Final = "case.extra"
"""What an organisation asks beside the model; nobody else knows what it means (CM-13)."""
BIRTH: Final = "child.birth_date"
_WITHOUT_NAME: Final = frozenset({"child.age_at_intake", "child.age_estimated", "child.sex", BIRTH})
"""Of the category identity, and yet no name: they go with every pack, as the card already says the band of the age."""


def field_at(path: str) -> Field:
    """A field of the model by its path, also of one row (`of_row`). Raises KeyError."""
    entity, _dot, name = path.partition(ROW)[0].partition(".")
    return model().entities[entity].fields[name]


ROW: Final = "#"
PERSON: Final = "alleged_offender"


def of_row(path: str, row: UUID | str) -> str:
    """The path of a field of one row, where what was said of several must stay apart: two acts, two people."""
    return f"{path}{ROW}{row}"


def row_of(path: str) -> str:
    """The row that a path names; empty where it names none."""
    return path.partition(ROW)[2]


def is_person(path: str) -> bool:
    """Whether a field is of a person suspected."""
    return path.startswith(f"{PERSON}.")


def category_of(path: str) -> DataCategory:
    """The category that must allow a field. What was written for this recipient is about the help, as follow-ups."""
    if path.startswith("referral.") or path == LEFT:
        return DataCategory.SERVICES
    category = DataCategory(field_at(path).category)
    return DataCategory.EXISTENCE if category is DataCategory.IDENTITY and path in _WITHOUT_NAME else category


_OF_A_PERSON: Final = frozenset({DataCategory.IDENTITY, DataCategory.CONTACT, DataCategory.LOCATION})
_FOR_OPINION: Final = frozenset({"child.age_at_intake", "child.sex", "case.country_of_harm"})
"""Of these three categories a panel or a conference gets so much and no more: nobody's name, no way to reach them, no
place below the country."""


def never(kind: PackKind, path: str) -> str:
    """Why a field never leaves in a kind, whatever the reason, as a message id; empty where it may."""
    field = field_at(path)
    if kind is not PackKind.REPORT and (field.box == "offender" or field.category == DataCategory.OFFENDER):
        return _OFFENDER
    if field.kind in {"ref", "ref_list"} and field.of != "area":
        return _LINK
    if field.box in _NEVER_BOXES:
        return _NEVER_BOXES[field.box]
    if kind is PackKind.OPINION and field.category in _OF_A_PERSON and path not in _FOR_OPINION:
        return gettext_noop("Whoever sits there does not need to know who the child is.")
    if field.entity in _OWN_ENTITIES or field.category in set(Mark) or path == OWN_QUESTIONS:
        return _INTERNAL
    return ""


# ---- what leaves ----


@dataclass(frozen=True, slots=True)
class Allows:
    """What allows it. `grounds`: the categories for which a ground is live towards this recipient; `agreement`: those
    that the agreement names; None where there is none to be asked (inside the organisation)."""

    grounds: frozenset[DataCategory]
    agreement: frozenset[DataCategory] | None = None

    def why_not(self, path: str) -> str:
        """Why a field may not go, as a message id; empty where it may."""
        category = category_of(path)
        if self.agreement is not None and category not in self.agreement:
            return NOT_COVERED
        return "" if category in self.grounds else _NO_GROUND


type Facts = Mapping[str, tuple[PackItem, ...]]
"""What the file holds and whoever sends may see, by path. What nobody said is not there."""


def pack(
    kind: PackKind, facts: Facts, allows: Allows, additions: Iterable[Addition] = (), said: Collection[PackItem] = ()
) -> Preview[PackContent]:
    """What would leave of a file after the yes, and all that stays, with why. `said`: what was written for this very
    recipient (a summary, what is asked, what the child was told, whom to ask of us). Raises `NotAddable`."""
    going = [path for path in _default(kind, facts) if not _why_stays(kind, path, allows)]
    added = dict(_added(kind, facts, allows, going, additions))
    stays = [
        Stay(path, _why_stays(kind, path, allows) or NOT_NEEDED)
        for path in sorted(facts)
        if path not in going and path not in added
    ]
    first = Stay("reporter", _NEVER_BOXES["reporter"])
    default = (*said, *(item for path in going for item in _given(path, facts, allows)))
    extra = tuple(item for path in sorted(added) for item in added[path])
    return Preview(PackContent(tuple(default)), PackContent(extra), (first, *stays))


def _default(kind: PackKind, facts: Facts) -> list[str]:
    """The paths of a kind's own list that the file has, in its order; of rows that stay apart, one after the other."""
    order = {path: place for place, path in enumerate(DEFAULT[kind])}
    rows = {row: place for place, row in enumerate(dict.fromkeys(map(row_of, facts)))}
    known = [path for path in facts if path.partition(ROW)[0] in order]
    return sorted(known, key=lambda path: (rows[row_of(path)] if row_of(path) else -1, order[path.partition(ROW)[0]]))


def _why_stays(kind: PackKind, path: str, allows: Allows) -> str:
    return never(kind, path) or allows.why_not(path)


def _added(
    kind: PackKind, facts: Facts, allows: Allows, going: Collection[str], additions: Iterable[Addition]
) -> Iterable[tuple[str, tuple[PackItem, ...]]]:
    for one in additions:
        reason = " ".join(one.reason.split())
        if one.field in going or one.field not in facts or never(kind, one.field):
            raise NotAddable(one.field, "unknown")
        if allows.why_not(one.field):
            raise NotAddable(one.field, "not_covered")
        if not reason:
            raise NotAddable(one.field, "no_reason")
        yield one.field, tuple(replace(item, reason=reason) for item in _given(one.field, facts, allows))


def _given(path: str, facts: Facts, allows: Allows) -> tuple[PackItem, ...]:
    """The facts of a field as they go: a day of birth as its year, unless identity has a ground."""
    if path != BIRTH or DataCategory.IDENTITY in allows.grounds:
        return facts[path]
    years = ((item, born(item.text)) for item in facts[path])
    return tuple(replace(item, text=str(day.year) if day else "") for item, day in years)


# ---- the card ----

BANDS: Final = ((0, 4, "0_4"), (5, 9, "5_9"), (10, 14, "10_14"), (15, 17, "15_17"), (18, 200, "18_more"))
"""Ages as a card says them: from, to, code."""


def band(age: int | None) -> str:
    """The band of an age; empty where nobody knows it."""
    return next((code for low, high, code in BANDS if age is not None and low <= age <= high), "")


def card(
    *, age: int | None, sex: str, country: str, languages: Collection[str], needs: Collection[str], urgent: bool
) -> PackContent:
    """What the other side sees before its yes: no name, no place below the country, no words."""
    said: dict[str, tuple[Any, ...]] = {
        "age": (band(age),), "sex": (sex,), "country": (country,), "languages": tuple(languages),
        "needs": tuple(sorted(needs)), "urgent": ("yes" if urgent else "no",),
    }  # fmt: skip
    made = ((name, tuple(filter(None, codes))) for name, codes in said.items())
    return PackContent(tuple(PackItem(f"card.{name}", codes=codes) for name, codes in made if codes))
