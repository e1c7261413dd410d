"""Two sets of criteria, one after the other: what becomes of the actions that a firm planned by the first. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from fanal.tourism.programmes.model import CriteriaSet, Requirement


@dataclass(frozen=True, slots=True)
class Difference:
    """`changed`: requirements that are asked for in other words or otherwise, with the fields that differ; `moved`:
    what stands in place of one that is gone; `retired`: gone, with the reason; `added`: asked for nothing before;
    `exclusions`: questions that came, went or changed."""

    same: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    moved: Mapping[str, tuple[str, ...]]
    retired: Mapping[str, str]
    added: tuple[str, ...]
    exclusions: tuple[str, ...]

    def carried(self, name: str) -> tuple[str, ...]:
        """The requirements to which actions for an earlier one go; none where it was retired."""
        here = (name,) if name in self.same or name in self.changed else ()
        return (*here, *(new for new in self.moved.get(name, ()) if new != name))


def difference(before: CriteriaSet, after: CriteriaSet) -> Difference:
    """From one set to one that came after it."""
    old = {one.id: one for one in before.requirements}
    new = {one.id: one for one in after.requirements}
    both = [name for name in new if name in old]
    changed = {name: found for name in both if (found := _differ(old[name], new[name]))}
    replaced = {name for one in new.values() for name in one.replaces}
    moved = {name: tuple(one.id for one in new.values() if name in one.replaces) for name in old if name in replaced}
    asked = [{question.id: question for question in one.exclusions} for one in (before, after)]
    return Difference(
        same=tuple(name for name in both if name not in changed),
        changed=changed,
        moved=moved,
        retired={name: after.retired.get(name, "") for name in old if name not in new and name not in replaced},
        added=tuple(name for name, one in new.items() if name not in old and not one.replaces),
        exclusions=tuple(
            sorted(name for name in asked[0].keys() | asked[1].keys() if asked[0].get(name) != asked[1].get(name))
        ),
    )


def heirs(sets: Sequence[CriteriaSet], version: str) -> Mapping[str, tuple[str, ...]]:
    """By each requirement that is asked for in a set, or was in one before it, what of the set it stands for: what was
    proved of one that is gone is proved of what stands in its place."""
    by_version = {one.version: one for one in sets}
    at = by_version.pop(version)
    found: dict[str, tuple[str, ...]] = {one.id: (one.id,) for one in at.requirements}
    while (before := by_version.pop(at.predecessor, None)) is not None:
        step = difference(before, at)
        for name in [one.id for one in before.requirements if one.id not in found]:
            found[name] = tuple(dict.fromkeys(to for new in step.carried(name) for to in found.get(new, ())))
        at = before
    return found


def _differ(one: Requirement, other: Requirement) -> tuple[str, ...]:
    names = [field.name for field in fields(Requirement) if field.name != "replaces"]
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
