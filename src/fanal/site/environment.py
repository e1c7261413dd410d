"""Every setting that Fanal reads from the environment, with its default: the one list that code, documentation and
tests share."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import fanal

ROOT = Path(fanal.__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, default as text, and what it is for in one sentence."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "FANAL_MODE", "production", "production, demo or test. Demo and test use loopback only and refuse real data."
    ),
    Setting("FANAL_DATA", ".data", "Folder for the database file, journal checkpoints, erasure ledger and backups."),
    Setting("FANAL_BACKUPS", "", "Folder of backups, best on another disk. Empty: backups in FANAL_DATA."),
    Setting(
        "FANAL_DATABASE_URL",
        "",
        "Empty: an SQLite file in FANAL_DATA. Else postgresql://user:password@host:port/name, or for a socket "
        "postgresql:///name?host=/run/postgresql.",
    ),
    Setting(
        "FANAL_KEYFILE", "", "The key file. Empty: systemd credential fanal-keyfile, else keyfile.json in FANAL_DATA."
    ),
    Setting("FANAL_HOSTS", "", "Host names that this site answers to, with commas. Required in production."),
    Setting(
        "FANAL_LEARNING_HOST",
        "",
        "Host name of its own for those who learn, so that courses work without a network. Empty: they need one.",
    ),
    Setting("FANAL_SESSIONS", "", "SQLite file of staff sessions. Empty: /run/fanal if it is there, else FANAL_DATA."),
    Setting(
        "FANAL_CORPUS", "", "Folder of what this site adds: files of countries, translations. Empty: FANAL_DATA/corpus."
    ),
    Setting(
        "FANAL_MAIL_URL",
        "",
        "smtp://user:password@host:port or smtps://… for notices. Empty: files in FANAL_DATA/mail.",
    ),
    Setting("FANAL_MAIL_FROM", "notices@localhost", "Sender address of notices."),
    Setting(
        "FANAL_NOTICE_HOOK",
        "",
        "File (mode 0600) that says how a gateway takes notices as messages. Empty: notices go by mail alone.",
    ),
    Setting(
        "FANAL_PROXIES",
        "0",
        "Number of proxies of yours in front; decides which X-Forwarded-For entry the flood guard reads.",
    ),
    Setting(
        "FANAL_PROXY_CONFIG",
        "",
        "Path of the proxy's configuration, which `fanal check` reads to see that reporter paths are unlogged.",
    ),
    Setting("FANAL_BIND", "127.0.0.1:8000", "Address and port that `fanal serve` listens on."),
    Setting("FANAL_WORKERS", "2", "Web processes of `fanal serve`."),
    Setting("FANAL_THREADS", "4", "Threads in each web process."),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The value of a declared setting, or its default. Raises KeyError for a name that is not declared."""
    return environ.get(name, "").strip() or _BY_NAME[name].default


def data_folder() -> Path:
    """The folder FANAL_DATA, absolute."""
    return Path(read("FANAL_DATA")).resolve()


def backups_folder() -> Path:
    """The folder of backups, absolute."""
    return Path(read("FANAL_BACKUPS") or data_folder() / "backups").resolve()


def keyfile_path() -> Path:
    """Where the key file lies: the setting, else the systemd credential, else the data folder."""
    if named := read("FANAL_KEYFILE"):
        return Path(named)
    credential = os.environ.get("CREDENTIALS_DIRECTORY", "")
    if credential and (Path(credential) / "fanal-keyfile").exists():
        return Path(credential) / "fanal-keyfile"
    return data_folder() / "keyfile.json"


def sessions_path() -> Path:
    """Where staff sessions of an SQLite installation lie: in memory where the system offers it
    (docs/reference.md, "Settings")."""
    if named := read("FANAL_SESSIONS"):
        return Path(named)
    run = Path("/run/fanal")
    if read("FANAL_MODE") == "production" and run.is_dir() and os.access(run, os.W_OK):
        return run / "sessions.sqlite3"
    return data_folder() / "sessions.sqlite3"


def corpus_folder() -> Path:
    """The folder of what this site adds to the corpus. What ships is replaced by an upgrade, so it never lies there."""
    return Path(read("FANAL_CORPUS") or data_folder() / "corpus").resolve()
