"""CM-47: no pack goes by e-mail: nothing in the room can send one, and no mail has room for one."""

import ast
from pathlib import Path

import fanal.cases
from fanal.clocks import gateway, notices

ROOM = Path(fanal.cases.__file__).parent
SENDS = (
    "django.core.mail",
    "smtplib",
    "email",
    "urllib.request",
    "http.client",
    "socket",
    "requests",
    "httpx",
    "ftplib",
)


def imported(path: Path) -> set[str]:
    """The names of the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def test_nothing_in_the_room_sends_mail_or_opens_a_connection() -> None:
    files = list(ROOM.rglob("*.py"))
    assert len(files) > 150
    for path in files:
        used = {name for name in imported(path) for one in SENDS if name == one or name.startswith(f"{one}.")}
        assert used == set(), path


def test_the_check_sees_whoever_does() -> None:
    """The control: the one place of the house that sends mail is found by it, and the one that sends messages."""
    assert "django.core.mail" in imported(Path(notices.__file__))
    assert "http.client" in imported(Path(gateway.__file__))


def test_the_words_of_a_mail_have_no_room_for_anything() -> None:
    for language in ("en", "fr", "es"):
        for words in notices.words(language):
            assert "%" not in words
            assert "{" not in words
