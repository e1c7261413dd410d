"""`tools/law_regression` in a small repository: what a commit takes away from the law must be said in its message."""

import subprocess
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[4]
PROFILES = """\
schema: fanal.profiles/1
profiles:
  - {id: sexual_activity, conduct: sexual_activity, act: {commercial: true, means: [], relation: [], role: principal}}
"""
LAW = """\
schema: fanal.law/1
jurisdiction: XA
names: {{en: XA}}
sources: {{code: {{title: Code, kind: statute, version_date: 2020-01-01, url: "https://law.example"}}}}
temporal: {{substantive: {{law_at: act, lex_mitior: false, cite: {{source: code, art: "2"}}}}}}
offences:
  - {{id: xa.1, covers: [sexual_activity], elements: {{child_age_lt: {age}}}, max_penalty_years: 10,
     cite: {{source: code, art: "1"}}, versions: [{{source: code}}]}}
jurisdiction_rules:
  - {{id: xa.j.1, basis: active_nationality, offences: "*", double_criminality: not_required,
     when: {{suspect_national: {{at: act}}}}, cite: {{source: code, art: "3"}}, versions: [{{source: code}}]}}
limitation:
  - {{id: xa.l.1, offences: "*", none: true, cite: {{source: code, art: "4"}}, versions: [{{source: code}}]}}
"""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    loader = SourceFileLoader("law_regression", str(ROOT / "tools" / "law_regression"))
    spec = spec_from_loader("law_regression", loader)
    assert spec is not None
    found = module_from_spec(spec)
    loader.exec_module(found)
    return found


type Commit = Callable[..., None]


@pytest.fixture
def commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Commits the law with this limit of age, or this text, with this message."""
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "nobody@example.org")
    for name in ("LAW_BASE", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    law = tmp_path / "corpus" / "law"
    (law / "jurisdictions").mkdir(parents=True)
    (law / "profiles.yaml").write_text(PROFILES)

    def made(age: int = 16, message: str = "law: A law.", text: str = "") -> None:
        (law / "jurisdictions" / "XA.yaml").write_text(text or LAW.format(age=age))
        git("add", ".")
        git("commit", "-q", "--allow-empty", "-m", message)

    return made


def git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


def test_a_first_commit_has_nothing_to_compare_with(commit: Commit, tool: ModuleType):
    commit()
    assert tool.main() == 0


def test_law_that_stays_is_not_looked_at(commit: Commit, tool: ModuleType, capsys: pytest.CaptureFixture[str]):
    commit()
    commit()
    assert tool.main() == 0
    assert "The law has not changed." in capsys.readouterr().out


def test_a_gain_is_told_and_passes(commit: Commit, tool: ModuleType, capsys: pytest.CaptureFixture[str]):
    commit(14)
    commit(18)
    assert tool.main() == 0
    out = capsys.readouterr().out
    assert "gained" in out
    assert "age 14 to 17" in out


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("law: Read again.", 1),
        ("law: Read again.\n\nLaw-loss: XA the article protects to fourteen", 0),
        ("law: Read again.\n\nLaw-loss: xa.1 the article protects to fourteen", 0),
        ("law: Read again.\n\nLaw-loss: xa.j.1 the article protects to fourteen", 0),
        ("law: Read again.\n\nLaw-loss: XB the article protects to fourteen", 1),
        ("law: Read again.\n\nLaw-loss: XA", 1),
        ("law: Read again, Law-loss: XA in passing", 1),
    ],
)
def test_a_loss_must_be_said_and_reasoned(
    commit: Commit, tool: ModuleType, capsys: pytest.CaptureFixture[str], message: str, code: int
):
    commit(18)
    commit(14, message)
    assert tool.main() == code
    out = capsys.readouterr().out
    assert "age 14 to 17" in out
    assert "xa.j.1" in out
    assert f"of which {code} without a Law-loss line" in out


def test_a_loss_two_commits_ago_counts_from_the_base_that_is_named(
    commit: Commit, tool: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    commit(18)
    first = git("rev-parse", "HEAD").strip()
    commit(14)
    commit(14, "docs: A page.")
    assert tool.main() == 0
    monkeypatch.setenv("LAW_BASE", first)
    assert tool.main() == 1


def test_a_branch_is_compared_with_where_it_left_the_main_line(commit: Commit, tool: ModuleType):
    commit(18)
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    commit(14)
    commit(14, "docs: A page.")
    assert tool.main() == 1


def test_law_that_cannot_be_used_gives_two(
    commit: Commit, tool: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    commit(18)
    commit(text=LAW.format(age=18).replace("covers", "coverz"))
    assert tool.main() == 2
    assert "cannot be used" in capsys.readouterr().err
    monkeypatch.setenv("LAW_BASE", "nowhere")
    with pytest.raises(SystemExit) as stop:
        tool.main()
    assert stop.value.code == 2


def test_law_of_long_ago_that_fails_todays_checks_is_told(
    commit: Commit, tool: ModuleType, capsys: pytest.CaptureFixture[str]
):
    commit(text=LAW.format(age=18).replace("covers", "coverz"))
    commit(18)
    assert tool.main() == 0
    assert "was not compared" in capsys.readouterr().out


def test_it_is_part_of_the_proof_of_the_product():
    assert "law() { tools/law_regression; }" in (ROOT / "tools" / "test").read_text()
