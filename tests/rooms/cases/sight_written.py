"""Writes `sight.yaml` from the tables of the design: `python -m tests.rooms.cases.sight_written`.

It knows nothing of `fanal.cases.sight`: the tables are here as they were written for people, and what shuts somebody
out is said in words of its own. Each line of the file is what one who looks sees, or may do, in eight situations; one
word where it is the same in all.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

FILE = Path(__file__).parent / "sight.yaml"
SITUATIONS = list(product(("open", "closed"), ("ground", "none"), ("cleared", "not")))

SEES = """
part | owner | co_worker | team | named | supervisor | recipient | shelter | authority | lawyer | safeguarding | custodian | panel | dpo | manager | auditor | secretariat | intake | on_call | directory_keeper | child
S0 | r | r | r | r | r | r | r | r | r | r | r | r | r | r | r | r | r | r | r | r
S1 | rw | rw | r | r | r | pack | pack | pack | r | r | - | pack | r | - | r | - | r | r | - | -
S2 | rw | rw | list | list | r | pack | pack | pack | r | reason | - | pack | request | - | - | - | - | reason | - | -
S3 | rw | rw | reason | reason | r | accepted | accepted | accepted | r | reason | - | - | request | - | - | - | - | reason | - | -
S4 | rw | rw | reason | reason | r | pack | pack | pack | legal | reason | - | pack | request | - | - | - | - | reason | - | -
reporter | - | - | - | - | - | - | - | - | order | - | reason | - | - | - | - | - | - | - | - | -
offender | own | own | - | - | reason | - | - | pack | rw | reason | - | - | - | - | - | - | - | - | - | -
placement | rw | rw | - | - | r | - | pack | - | - | reason | - | - | - | - | - | - | - | - | - | -
privileged | - | - | - | - | - | - | - | - | rw | - | - | - | - | - | - | - | - | - | - | -
feedback | allowed | allowed | - | - | r | - | - | - | - | r | - | - | request | - | - | - | - | - | - | -
"""  # noqa: E501  a table
WORDS = {
    "r": "read", "rw": "write", "list": "list", "pack": "pack", "accepted": "pack_accepted", "reason": "reason",
    "request": "request", "legal": "legal", "order": "order", "own": "own", "allowed": "if_allowed",
}  # fmt: skip
WRITES = {"rw", "own"}
STILL_READ = {"owner", "supervisor", "dpo", "custodian"}

DOES = """
deed | who | while | without a ground | without a clearance
open | intake team supervisor | any | yes | no
reveal_name | owner co_worker supervisor | any | no | no
raise_risk | owner co_worker team named supervisor | open | no | no
lower_risk | owner | open | no | no
move | owner | open | yes | no
ask_to_close | owner | open | yes | no
close | supervisor | open | yes | no
reopen | intake supervisor | closed | yes | no
approve | supervisor | open | no | no
determine | panel | open | no | no
record_ground | owner | open | yes | no
withdraw_ground | owner supervisor dpo child | any | yes | yes
assign | owner supervisor | open | no | no
co_work | owner supervisor | open | no | no
refer | owner | open | no | no
second_opinion | owner | open | no | no
conference | owner | open | no | no
transfer | owner supervisor | open | no | no
report | owner supervisor | any | no | no
revoke | owner supervisor dpo | any | yes | no
search_network | owner supervisor | open | no | no
merge | supervisor | any | no | no
undo_merge | supervisor | any | no | no
void | supervisor | any | yes | no
restrict | owner supervisor safeguarding | any | yes | no
add_person | safeguarding | any | yes | no
lift | safeguarding | any | yes | no
break_glass | on_call | any | no | no
export_one | owner lawyer dpo | any | no | no
export_many | manager dpo | any | no | no
import | supervisor | any | yes | no
read_feedback | supervisor safeguarding | any | yes | no
keep_directory | directory_keeper | any | yes | yes
suspend_provider | safeguarding | any | yes | yes
answer_request | dpo | any | yes | no
hold | supervisor safeguarding | any | yes | no
erase_early | supervisor safeguarding dpo | any | yes | no
"""
ROLES = {"safeguarding", "dpo", "manager", "directory_keeper", "intake", "on_call", "child"}
"""Those whom no file of their own makes what they are; a deed of theirs alone is refused for the role."""


def rows(table: str) -> tuple[list[str], list[list[str]]]:
    head, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return head, lines


def sees(eye: str, part: str, cell: str) -> Iterator[str]:
    for _life, ground, clearance in SITUATIONS:
        if part == "S0":
            yield "read"
        elif cell == "-":
            yield "class"
        elif clearance == "not" and part != "S1":
            yield "gate"
        elif ground == "none" and eye not in STILL_READ:
            yield "no_ground"
        else:
            yield WORDS[cell]


def writes(eye: str, part: str, cell: str) -> Iterator[str]:
    for (life, ground, _clearance), seen in zip(SITUATIONS, sees(eye, part, cell), strict=True):
        yield "may" if cell in WRITES and (life, ground) == ("open", "ground") and seen == WORDS[cell] else "not"


def does(eye: str, line: list[str]) -> Iterator[str]:
    _deed, who, life_of_deed, no_ground, no_clearance = line
    for life, ground, clearance in SITUATIONS:
        if eye not in who.split():
            yield "no_role" if set(who.split()) <= ROLES else "no_relation"
        elif clearance == "not" and no_clearance == "no":
            yield "gate"
        elif life_of_deed not in {"any", life}:
            yield "stage"
        elif ground == "none" and no_ground == "no" and eye != "dpo":
            yield "no_ground"
        else:
            yield "may"


def short(said: Iterator[str]) -> str:
    words = list(said)
    return words[0] if len(set(words)) == 1 else " ".join(words)


def written() -> str:
    """The file."""
    eyes, parts = rows(SEES)
    lines = ["# Who sees and does what of a file (CM-54). Written by sight_written.py from the tables of the design.",
             "# One word: in all situations. Eight: " + ", ".join(" ".join(one) for one in SITUATIONS)]  # fmt: skip
    for title, said in (("sees", sees), ("writes", writes)):
        lines.append(f"{title}:")
        for part, *cells in parts:
            lines.append(f"  {part}:")
            lines += [f"    {eye}: {short(said(eye, part, cell))}" for eye, cell in zip(eyes[1:], cells, strict=True)]
    lines.append("does:")
    for line in rows(DOES)[1]:
        lines.append(f"  {line[0]}:")
        lines += [f"    {eye}: {short(does(eye, line))}" for eye in eyes[1:]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
