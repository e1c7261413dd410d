"""What of the child one file takes over from the other, and gives back where the joining is undone, by the rule
(`merge`): nothing is lost, and where both differ the other value stands as an entry."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from fanal.access.api import Opened
from fanal.cases import index, merge
from fanal.cases.codes import SafeContact
from fanal.cases.files import record, rows
from fanal.cases.merge import Conflict
from fanal.cases.model.declared import model
from fanal.cases.model.sealed import Said, contents, empty, schema
from fanal.cases.model.words import label, told
from fanal.cases.models import Child, ContactSafety
from fanal.columns import sealed

_FIELDS: Final = model().entities["child"].fields
_NAMES: Final = ("given_name", "middle_name", "family_name")
_SAFER: Final = tuple(SafeContact)
_REACHED: Final = model().entities["contact_safety"].fields


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over, as the link keeps it. `fields`: by field of the child, of a list the lines that came;
    `clear`: by clear column of the child, what stood there and what stands there since; `before`: how the other file
    stood; `due`: its duties, as kind, subject, due; `told`: the concerns that came; `reached`: the row that was written
    of how the child may be reached."""

    fields: Said = field(default_factory=dict, repr=False)
    clear: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    due: tuple[tuple[str, str, str], ...] = ()
    told: tuple[str, ...] = ()
    reached: str = ""

    def text(self) -> str:
        """As it is sealed."""
        held = {box: content.to_json() for box, content in contents("child", self.fields).items()}
        return json.dumps(asdict(self) | {"fields": held, "names": sorted(self.fields)}, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> "Taken":
        """Back from it."""
        plain = json.loads(text)
        names = set(plain.pop("names"))
        held = [schema("child", box).from_json(said) for box, said in plain.pop("fields").items()]
        fields = {name: getattr(one, name) for one in held for name in names if hasattr(one, name)}
        due = tuple((kind, subject, at) for kind, subject, at in plain["due"])
        clear = {name: (before, after) for name, (before, after) in plain["clear"].items()}
        return cls(fields, clear, plain["before"], due, tuple(plain["told"]), plain.get("reached", ""))


def values(opened: Opened, child: Child) -> dict[str, Any]:
    """What is known of a child, by field. Raises `Unreadable`: what cannot be read cannot be taken over."""
    return _values(opened, child, "child")


def _values(opened: Opened, row: Child | ContactSafety, entity: str) -> dict[str, Any]:
    held = {box: opened.read(row, box) for box in sealed(row)}
    return {
        one.name: getattr(content, one.name)
        for box, content in held.items()
        if content is not None
        for one in model().entities[entity].sealed(box)
    }


def joined(keeps: Said, other: Said) -> merge.Merged:
    """What the child of the file that goes on gets. A name that is another one is found by, too."""
    found = merge.join(keeps, other)
    if any(one.field in _NAMES for one in found.conflicts):
        name = " ".join(other[one] for one in _NAMES if other.get(one))
        also = (*other.get("other_names", ()), name)
        found = merge.join(keeps, {**other, "other_names": also})
    return found


def take(opened: Opened, child: Child, keeps: Said, other: Said, other_child: Child) -> tuple[Taken, merge.Merged]:
    """Write it, in the open record of the child whose file goes on. Of how the child may be reached, and of what is
    hidden, the more careful holds."""
    found = joined(keeps, other)
    record.change(opened, child, dict(found.applied))
    child.save()
    clear = _clear(child, other_child)
    record.change_child(opened, child, **{name: after for name, (_before, after) in clear.items()})
    came = {name: _came(value, keeps.get(name)) for name, value in found.applied.items()}
    return Taken(came, clear), found


def _came(value: Any, before: Any) -> Any:
    return tuple(one for one in value if one not in (before or ())) if isinstance(value, tuple) else value


def _clear(child: Child, other: Child) -> dict[str, tuple[Any, Any]]:
    safer = min(child.safe_to_contact, other.safe_to_contact, key=lambda one: _SAFER.index(SafeContact(one)))
    interpreter = (child.interpreter_needed, other.interpreter_needed)  # nobody said is no no (DNH-45)
    wanted = {
        "protected_name": child.protected_name or other.protected_name,
        "interpreter_needed": next((one for one in (True, False) if one in interpreter), None),
        "safe_to_contact": safer,
    }
    return {name: (getattr(child, name), after) for name, after in wanted.items() if getattr(child, name) != after}


# ---- how the child may be reached ----


def reached(opened: Opened, child: Child) -> tuple[ContactSafety | None, dict[str, Any]]:
    """What counts of how the child may be reached: the row, and what it says."""
    row = next(iter(rows.of(opened, ContactSafety, child)), None)
    return row, _values(opened, row, "contact_safety") if row else {}


def reach(opened: Opened, child: Child, of_other: Opened, other: Child, by: Said) -> tuple[str, list[Conflict]]:
    """Whoever must not learn of it in one file must not in the other, and a way is safe that is safe in both: the id of
    the row that says so, empty where the file that goes on stays as it is; and what the other file says otherwise."""
    (mine, keeps), (theirs, said) = reached(opened, child), reached(of_other, other)
    if theirs is None:
        return "", []
    both = {name: keeps.get(name) or said[name] for name in said}
    if mine is not None:
        both["unsafe_persons"] = tuple(dict.fromkeys((*keeps["unsafe_persons"], *said["unsafe_persons"])))
        both["channels_allowed"] = tuple(one for one in keeps["channels_allowed"] if one in said["channels_allowed"])
        if "yes" in {keeps["device_shared"], said["device_shared"]}:
            both["device_shared"] = "yes"
    days = [one for one in (mine, theirs) if one is not None]
    row = ContactSafety(
        child=child,
        checked_on=min(one.checked_on for one in days),
        next_check=min(one.next_check for one in days),
        **by,
    )
    differ = [name for name in said if mine is not None and said[name] and said[name] != both[name]]
    if both == keeps:
        return "", [Conflict(name, None, said[name], both[name]) for name in differ]
    return str(record.add(opened, row, both).pk), [Conflict(name, None, said[name], both[name]) for name in differ]


def unreach(opened: Opened, child: Child, taken: Taken, by: Said) -> list[str]:
    """What was said before of how the child may be reached counts again, unless somebody said it anew since."""
    held = rows.of(opened, ContactSafety, child)
    if not taken.reached or not held or str(held[0].pk) != taken.reached:
        return [label(_REACHED["unsafe_persons"])] if taken.reached else []
    now, before = held[0], next(iter(held[1:]), None)
    days = {"checked_on": (before or now).checked_on, "next_check": (before or now).next_check}
    said = _values(opened, before, "contact_safety") if before else {}
    record.add(opened, ContactSafety(child=child, **days, **by), said)
    return []


# ---- two again ----


def give_back(opened: Opened, child: Child, taken: Taken) -> list[str]:
    """Empty what was taken over, but what somebody changed since. The labels of what stays."""
    gone, stays = merge.part(taken.fields, values(opened, child))
    record.change(opened, child, {name: empty(_FIELDS[name]) if one is None else one for name, one in gone.items()})
    child.save()
    clear = {name: before for name, (before, after) in taken.clear.items() if getattr(child, name) == after}
    record.change_child(opened, child, **clear)
    return [label(_FIELDS[name]) for name in (*stays, *(taken.clear.keys() - clear.keys()))]


def differs(conflicts: tuple[Conflict, ...], *, hidden: bool) -> list[tuple[str, str]]:
    """What both files say otherwise, as label and the words of the other file; of a child whose name is hidden without
    who the child is."""
    shown = [(one, _FIELDS.get(one.field) or _REACHED[one.field]) for one in conflicts]
    return [
        (label(of), _("read it in the other file") if hidden and of.box == "identity" else told(of, one.mine))
        for one, of in shown
    ]


def side_by_side(keeps: Said, other: Said, *, hidden: bool) -> list[tuple[str, str, str]]:
    """Label, what the one says, what the other says, of each field that is not the same."""
    fields = {**_FIELDS, **_REACHED}
    shown = [one for name, one in fields.items() if keeps.get(name) != other.get(name) and one.label and one.box]
    return [
        (label(one), told(one, keeps.get(one.name)), told(one, other.get(one.name)))
        for one in shown
        if not (hidden and one.box == "identity")
    ]


def card(opened: Opened, child: Child) -> index.Card:
    """What the child is found by now."""
    return index.card_of({name: one for name, one in values(opened, child).items() if name in index.SEARCHED})
