"""Posts by a table: who works where, in which role, since when. A person is known by the code of the employer's own
list, so that the same table brought twice changes nothing."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import languages
from fanal.learning.courses.roles import ROLES
from fanal.learning.models import Brought, Cohort, Learner, Post, PostBefore
from fanal.learning.people import brought
from fanal.learning.people.brought import POSTS, Way
from fanal.learning.people.people import LONGEST
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import tables

LONGEST_CODE: Final = 40
_AT_ONCE: Final = 2_000
_YES, _NO = frozenset({"1", "yes", "true", "y", "x", "oui", "si", "sí"}), frozenset({"0", "no", "false", "n", "non"})


# ---- the table ----


def _code(cell: str) -> str:
    if len(cell) > LONGEST_CODE or "@" in cell:
        raise tables.Wrong(_("A code has at most 40 signs, and is no address."))
    return cell


def _label(cell: str) -> str:
    plain = " ".join(cell.split())
    if "@" in plain:
        raise tables.Wrong(_("No addresses: a name or a number is enough."))
    if len(plain) > LONGEST:
        raise tables.Wrong(_("A name or number has at most 80 characters."))
    return plain


def yes_no(cell: str) -> bool:
    """Yes or no, as people write it in lists."""
    said = cell.casefold()
    if said not in _YES | _NO:
        raise tables.unknown(("yes", "no"))
    return said in _YES


def _site(known: Mapping[str, UUID], cell: str) -> str:
    if cell not in known:
        raise tables.Wrong(_("There is no site of this code here. Add the people who learn together first."))
    return str(known[cell])


def language(cell: str) -> str:
    """A language that is spoken here."""
    return str(tables.one_of(code for code, _name in languages.shown())(cell))


def sites(actor: Actor) -> dict[str, UUID]:
    """The sites of an organisation, by the codes of its own list, or by what they are called where they have none; not
    those that share it, of which nobody can tell which is meant."""
    rows = Cohort.objects.filter(org_id=actor.org, closed_on=None).values_list("pk", "code", "label")
    named = [(code or label, pk) for pk, code, label in rows]
    called = Counter(name for name, _pk in named)
    return {name: pk for name, pk in named if called[name] == 1}


def kind(actor: Actor, codes: Collection[str] | None = None) -> tables.Kind:
    """A table of posts for the organisation of this person. `codes`: of the people in it, where they are known
    already."""
    return tables.Kind(
        name="learning.posts",
        columns=(
            tables.Column("person_code", _code, lazy("Code of the person"), required=True, also=("staff_number",)),
            tables.Column("label", _label, lazy("Name or number"), required=True, also=("name",)),
            tables.Column("site_code", partial(_site, sites(actor)), lazy("Code of the site"), required=True),
            tables.Column("role_class", tables.one_of(ROLES), lazy("Work"), required=True, also=("role",)),
            tables.Column("start", tables.whole_day, lazy("First day"), required=True),
            tables.Column("end", tables.whole_day, lazy("Last day")),
            tables.Column("agency", yes_no, lazy("Sent by an agency")),
            tables.Column("language", language, lazy("Language")),
        ),
        reading=lambda: _Reading(dict(_people(actor, codes)), web.spoken()),
        most=brought.MOST_ROWS,
        refuses=brought.refused,
        beside="person_code",
    )


def _people(actor: Actor, codes: Collection[str] | None) -> Iterator[tuple[str, str]]:
    rows = Learner.objects.filter(org_id=actor.org).exclude(code="")
    rows = rows if codes is None else rows.filter(code__in=[one for one in codes if not tables.STRANGE.search(one)])
    yield from rows.values_list("code", "label")


@dataclass(slots=True)
class _Reading:
    """Rows as they are kept: person, label, site, work, first day, last day, agency, language."""

    known: dict[str, str]
    language: str
    rows: list[list[str]] = field(default_factory=list)
    new: dict[str, str] = field(default_factory=dict)
    seen: set[tuple[str, str, str, str]] = field(default_factory=set)
    ended: int = 0

    def take(self, rows: Sequence[tables.Row]) -> None:
        for said in (row.values() for row in rows):
            person, label, since, until = said["person_code"], said["label"], said["start"], said.get("end")
            if until is not None and until < since:
                raise tables.Wrong(_("The last day lies before the first."), "end")
            if self.known.get(person, self.new.get(person, label)) != label:
                words = _("This code belongs to somebody of another name. Give each person a code of their own.")
                raise tables.Wrong(words, "person_code")
            place = (person, said["site_code"], said["role_class"], since.isoformat())
            if place in self.seen:
                raise tables.Wrong(_("This post stands in the table already."), "person_code")
            self.seen.add(place)
            if person not in self.known:
                self.new[person] = label
            self.ended += until is not None
            last = until.isoformat() if until else ""
            agency = "yes" if said.get("agency") else ""
            self.rows.append([person, label, *place[1:], last, agency, said.get("language") or self.language])

    def facts(self) -> list[tuple[str, str]]:
        return [
            (_("People who are new here"), web.digits(len(self.new))),
            (_("People who are here already"), web.digits(len({row[0] for row in self.rows} - set(self.new)))),
            (_("Posts with a last day"), web.digits(self.ended)),
        ]

    def kept(self) -> bytes:
        return json.dumps(self.rows, ensure_ascii=False).encode() if self.rows else b""


# ---- taking it in, and back ----


def take_in(actor: Actor, taken: tables.Taken, key: UUID, now: datetime) -> tables.Came:
    """Take a table of posts in. Raises `NotAllowed`."""
    return brought.take_in(actor, POSTS, WAY, taken, json.loads(taken.made), key, now)


def _take(one: Brought, rows: Sequence[list[str]], now: datetime) -> tables.Came:
    came = tables.Came()
    for start in range(0, len(rows), _AT_ONCE):
        _some(one, rows[start : start + _AT_ONCE], came, now)
    return came


def _some(one: Brought, rows: Sequence[list[str]], came: tables.Came, now: datetime) -> None:
    people = _learners(one, rows, now)
    held: dict[tuple[UUID, UUID, str], list[Post]] = {}
    for post in Post.objects.select_for_update().filter(learner__in=people.values()):
        held.setdefault((post.learner_id, post.cohort_id, post.role), []).append(post)
    new: list[Post] = []
    changed: list[Post] = []
    before: list[PostBefore] = []
    for person, _label, site, role, first, last, agency, _language in rows:
        of = people[person].pk
        said = Post(learner_id=of, cohort_id=UUID(site), role=role, agency=bool(agency), table_id=one.pk)
        said.since, said.until = date.fromisoformat(first), date.fromisoformat(last) if last else None
        place = (of, said.cohort_id, role)
        same = next((post for post in held.get(place, ()) if _overlap(post, said)), None)
        if same is None:
            new.append(said)
            came.new.append(person)
            held.setdefault(place, []).append(said)
        elif same._state.adding:  # another row of this table made it
            same.since, same.until, same.agency = _terms(said)
        elif _terms(same) != _terms(said):
            if same.table_id != one.pk:  # else this table made it, or kept how it was, in an earlier row
                before.append(PostBefore(table=one, post=same, since=same.since, until=same.until, agency=same.agency))
            came.changed[person] = sorted({*came.changed.get(person, ()), *_differ(same, said)})
            same.since, same.until, same.agency, same.table = *_terms(said), one
            changed.append(same)
        else:
            came.same += 1
    Post.objects.bulk_create(new)
    PostBefore.objects.bulk_create(before)
    Post.objects.bulk_update(changed, ["since", "until", "agency", "table"])


def _terms(post: Post) -> tuple[date, date | None, bool]:
    return post.since, post.until, post.agency


def _differ(one: Post, other: Post) -> list[str]:
    """The columns in which two wordings of a post differ."""
    pairs = zip(("start", "end", "agency"), _terms(one), _terms(other), strict=True)
    return [name for name, was, now in pairs if was != now]


def _overlap(one: Post, other: Post) -> bool:
    """Whether both are of one time, and so the same post in two wordings."""
    return one.since <= (other.until or date.max) and other.since <= (one.until or date.max)


def _learners(one: Brought, rows: Sequence[list[str]], now: datetime) -> dict[str, Learner]:
    """The people of these rows by their code; those who are new get no card yet."""
    codes = {row[0] for row in rows}
    people = {row.code: row for row in Learner.objects.filter(org_id=one.org_id, code__in=codes)}
    new = {
        row[0]: Learner(org_id=one.org_id, code=row[0], label=row[1], language=row[7], made_on=now.date())
        for row in reversed(rows)
        if row[0] not in people
    }
    Learner.objects.bulk_create(new.values())
    return people | new


def _undo(one: Brought) -> int:
    """Posts that this table made go, and people who have nothing else; those that it changed are as they were. What
    somebody changed since stays, and so do posts of whoever has a card or learned something: without one they would
    stand on no list."""
    before = {row.post_id: row for row in PostBefore.objects.filter(table=one).order_by("-pk")}
    mine = list(Post.objects.select_for_update().filter(table=one))
    back = [post for post in mine if post.pk in before]
    for post in back:
        post.since, post.until, post.agency = before[post.pk].since, before[post.pk].until, before[post.pk].agency
        post.table = None
    Post.objects.bulk_update(back, ["since", "until", "agency", "table"], batch_size=_AT_ONCE)
    new = [post for post in mine if post.pk not in before]
    nothing = dict.fromkeys(("cards", "checks", "certificates", "completions", "attendances"))
    people = Learner.objects.filter(pk__in={post.learner_id for post in new}, **nothing)
    free = set(people.values_list("pk", flat=True))
    Post.objects.filter(pk__in=[post.pk for post in new if post.learner_id in free]).delete()
    Learner.objects.filter(pk__in=free, posts=None).exclude(code="").delete()
    stay = sum(post.learner_id not in free for post in new)
    return stay + len(set(before) - {post.pk for post in back})


WAY: Final = Way(_take, _undo)
