"""A compiled corpus has one form: whatever the order of files and keys, and it comes back from its bytes."""

import dataclasses
import hashlib
import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.engines.jurisdiction.worlds import Shape, World, worlds

from fanal.engines.jurisdiction.files import canonical
from fanal.engines.jurisdiction.files.corpus import compile_documents, load_corpus
from fanal.engines.jurisdiction.files.reading import read
from fanal.engines.jurisdiction.model import (
    ABSENT,
    UNDETERMINED,
    Cap,
    Condition,
    Corpus,
    DoubleCriminality,
    Edge,
    Exemption,
    Expr,
    RuleText,
    StartTerm,
    Step,
    Years,
)

pytestmark = pytest.mark.once

WORKED = Path(__file__).parents[1] / "worked"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(WORKED)


# What the worked examples (`worked/`) mean, read off by hand.


def test_versions_merge_over_their_provision(corpus: Corpus) -> None:
    """de.176: ten years until 30 June 2021, fifteen with a minimum of one from the day after."""
    until_1998, before, after = corpus.laws["DE"].offences["de.176"].versions
    assert (until_1998.start, until_1998.end) == (None, Edge(date(1998, 3, 31), date(1998, 4, 1)))
    assert until_1998.unknown
    assert before.start == Edge(date(1998, 3, 31), date(1998, 4, 1))
    assert before.end == Edge(date(2021, 6, 30), date(2021, 7, 1))
    assert (before.text.max_penalty, before.text.min_penalty) == (Years(10, 10), ABSENT)
    assert (after.text.max_penalty, after.text.min_penalty) == (Years(15, 15), Years(1, 1))
    assert after.end is None
    assert all(version.text.elements == Expr("child_age_lt", 14) for version in (before, after))
    assert (before.source, after.source, after.cite and after.cite.source) == ("stgb-2012", "stgb-2021", "stgb-2021")
    assert (after.text.attempt, after.text.participation) == (True, ABSENT)


def test_uncertain_commencement(corpus: Corpus) -> None:
    """de.232: from a day unknown before 24 February 2012, until a day between 5 December 2012 and 22 November 2021."""
    first, second = corpus.laws["DE"].offences["de.232"].versions
    assert first.start == Edge(None, date(2012, 2, 24))
    assert first.end == second.start == Edge(date(2012, 12, 5), date(2021, 11, 22))


def test_aliases_give_each_provision_its_own(corpus: Corpus) -> None:
    """The versions of de.184b stand there once and hold for two offences, with the conduct of each."""
    offences = corpus.laws["DE"].offences
    given_out, made = offences["de.184b.1.dist"].versions, offences["de.184b.1.prod"].versions
    assert [version.text.covers for version in given_out] == [{"csam_distribution"}] * 2
    assert [version.text.covers for version in made] == [{"csam_production"}] * 2
    assert [version.text.max_penalty for version in made] == [Years(5, 5), Years(10, 10)]
    assert [(version.start, version.end) for version in made] == [(version.start, version.end) for version in given_out]
    swedish = corpus.laws["SE"].offences
    assert swedish["se.6.4"].versions[1].text.elements == swedish["se.6.6"].versions[1].text.elements


def test_rules(corpus: Corpus) -> None:
    rules = corpus.laws["DE"].rules
    national = Expr("suspect_national", "act")
    assert rules["de.j.3"].versions[0].text.when is None
    assert rules["de.j.3"].versions[0].text.offences is None
    assert rules["de.j.3"].versions[0].from_memory
    assert rules["de.j.7.2.1"].versions[0].text == RuleText(
        basis=rules["de.j.7.2.1"].versions[0].text.basis,
        offences=None,
        when=Expr("any", None, (national, Expr("suspect_became_national", "charge"))),
        double_criminality=DoubleCriminality("required_or_no_mans_land"),
    )
    vicarious = rules["de.j.7.2.2"].versions[0].text
    assert vicarious.when == Expr("all", None, (Expr("not", None, (national,)), Expr("suspect_present", "charge")))
    assert vicarious.requires == (Condition("extradition", "not_effected"),)
    swedish = corpus.laws["SE"].rules["se.j.3.2.nat"].versions[1].text
    listed = ("se.6.4", "se.6.4.grov", "se.6.6", "se.6.9", "se.6.12")
    unless = Expr("all", None, (Expr("child_under", 18), Expr("offence_in", listed)))
    assert swedish.double_criminality == DoubleCriminality("", unless, "required_or_no_mans_land")
    assert swedish.requires == (Condition("consent", "riksaklagaren", criteria=True),)
    before, after = corpus.laws["US"].rules["us.j.2423c.nat"].versions
    assert before.text.when == Expr("all", None, (national, Expr("travel", "touches")))
    assert after.text.when.children[1].op == "any"


def test_limitation(corpus: Corpus) -> None:
    general = corpus.laws["DE"].limitation["de.l.78"].versions[0].text
    assert general.by_max_penalty == (Step(10, True, 20), Step(5, True, 10), Step(1, True, 5), Step(0, True, 3))
    assert general.absolute_cap == Cap(times=2.0, start="act_end", extended_by_suspension=True)
    starts = [version.text.start[1] for version in corpus.laws["DE"].limitation["de.l.78b"].versions]
    assert starts == [StartTerm("victim_age", age) for age in (18, 21, 30)]
    assert [version.source for version in corpus.laws["DE"].limitation["de.l.78b"].versions] == [
        "stgb-2012",
        None,
        "stgb-2021",
    ]
    swedish = corpus.laws["SE"].limitation
    assert swedish["se.l.10"].versions[0].text.none
    assert swedish["se.l.10"].versions[0].text.unless == Expr("offender_age_lt", 18)
    assert swedish["se.l.6"].versions[0].text.absolute_cap == Cap(
        by_max_penalty=(Step(2, True, 30), Step(0, True, 15)), start="start", extended_by_suspension=ABSENT
    )


def test_elements_and_exceptions(corpus: Corpus) -> None:
    """Several operators side by side are all asked for."""
    paid = corpus.laws["DE"].offences["de.182.2"].versions[1].text.elements
    assert paid == Expr(
        "all_of", None, (Expr("child_age_lt", 18), Expr("commercial", True), Expr("offender_age_ge", 18))
    )
    swedish = corpus.laws["SE"].offences["se.6.6"].versions[1].text
    assert swedish.exceptions == (Exemption("peer"),)
    assert swedish.max_penalty == Years(1, 6)
    assert swedish.elements.children[1].children[1].children[0] == Expr(
        "relation_any", ("parent", "guardian", "caregiver")
    )


def test_groups(corpus: Corpus) -> None:
    """What was not written is absent; what was written false is false."""
    laws = corpus.laws
    assert laws["DE"].group("settings").get("offence_end") == "law_at_end"
    assert laws["DE"].group("temporal.substantive").get("lex_mitior") is True
    assert laws["DE"].group("temporal.substantive").get("all_elements_after_commencement") is ABSENT
    assert laws["US"].group("temporal.substantive").get("lex_mitior") is False
    assert laws["US"].group("temporal.jurisdiction_rules").get("law_at") is ABSENT
    assert laws["DE"].group("ne_bis_in_idem").get("foreign_judgment_bars") == "eu_only"
    assert laws["SE"].group("place_of_act").get("includes") == frozenset(
        {"conduct", "result", "intended_result", "participation_at_home"}
    )
    assert laws["SE"].group("extradition").fields == {}


def test_three_kinds_of_not_there() -> None:
    """Absent, undetermined, and checked with the answer no."""
    text = (WORKED / "DE.yaml").read_text()
    for old, new in [
        ("    attempt: true\n", "    attempt: false\n    participation: undetermined\n    exceptions: []\n"),
        ("max_penalty_years: 10, source: stgb-2012", "max_penalty_years: life, source: stgb-2012"),
        ("absolute_cap: {times: 2, from: act_end, extended_by_suspension: true}", "absolute_cap: null"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    law = compile_documents({"DE": read(text, "DE").value}).laws["DE"]
    offence = law.offences["de.176"].versions[1].text
    assert (offence.attempt, offence.participation) == (False, UNDETERMINED)
    assert (offence.exceptions, offence.aggravations) == ((), ABSENT)
    assert offence.max_penalty == Years(math.inf, math.inf)
    assert law.limitation["de.l.78"].versions[0].text.absolute_cap is None


def test_the_length_of_a_version_takes_the_place_of_that_of_its_provision() -> None:
    """The four names of a length are one field."""
    text = (WORKED / "DE.yaml").read_text()
    old = "versions: [{from: 1975-01-01, from_memory: true}]\n  - id: de.l.78b"
    new = "versions: [{to: 2000-01-01, years: 7, from_memory: true}, {from: 2000-01-02, none: true, from_memory: true}]"
    assert old in text
    text = text.replace(old, new + "\n  - id: de.l.78b", 1)
    first, second = compile_documents({"DE": read(text, "DE").value}).laws["DE"].limitation["de.l.78"].versions
    assert (first.text.years, first.text.by_max_penalty, first.text.none) == (7, (), False)
    assert (second.text.years, second.text.by_max_penalty, second.text.none) == (None, (), True)


# The one form.


@settings(max_examples=25, deadline=None)
@given(worlds(Shape(complete=False)))
def test_a_corpus_comes_back_from_its_bytes(world: World) -> None:
    corpus = world.corpus
    content = canonical.dumps(corpus)
    again = canonical.loads(content)
    assert again == corpus
    assert canonical.dumps(again) == content
    assert canonical.dumps(dataclasses.replace(again, laws=dict(again.laws))) == content


def test_all_that_the_shipped_corpus_holds_comes_back() -> None:
    corpus = load_corpus()
    assert canonical.loads(canonical.dumps(corpus)) == corpus


def test_the_version_is_the_hash_of_the_bytes(corpus: Corpus) -> None:
    """And the bytes are JSON with sorted keys, so that anybody can make them again."""
    content = canonical.dumps(corpus)
    assert corpus.version == hashlib.sha256(content).hexdigest()
    parsed = json.loads(content)
    plain = json.dumps(parsed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert content.decode().replace("\n", "") == plain


def _shuffled(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shuffled(value[key]) for key in reversed(value)}
    return [_shuffled(one) for one in value] if isinstance(value, list) else value


def test_order_of_files_and_keys_does_not_matter(corpus: Corpus, tmp_path: Path) -> None:
    """Nor whether they lie in one folder or in two, nor comments, nor line breaks."""
    documents = {path.stem: read(path.read_bytes(), path.name).value for path in sorted(WORKED.glob("*.yaml"))}
    turned = {name: documents[name] for name in reversed(documents)}
    assert compile_documents(turned).version == corpus.version
    keys = {name: {key: value[key] for key in reversed(value)} for name, value in turned.items()}
    assert compile_documents(keys).version == corpus.version
    (tmp_path / "one").mkdir()
    (tmp_path / "two/jurisdictions").mkdir(parents=True)
    (tmp_path / "one/SE.yaml").write_text("# a comment\n" + (WORKED / "SE.yaml").read_text())
    for name in ("US", "DE"):
        (tmp_path / f"two/jurisdictions/{name}.yaml").write_text(json.dumps(documents[name], indent=1))
    assert load_corpus(tmp_path / "two", [tmp_path / "one"]) == corpus
    assert load_corpus(tmp_path / "one", [tmp_path / "two"]).version == corpus.version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("max_penalty_years: 10, source", "max_penalty_years: 9, source"),
        ('note: "date unverified"}', 'note: "date verified"}'),
        ("lex_mitior: true", "lex_mitior: false"),
        ("version_date: 2012-02-24", "version_date: 2012-02-25"),
    ],
)
def test_every_change_of_content_changes_the_version(corpus: Corpus, old: str, new: str, tmp_path: Path) -> None:
    for path in WORKED.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text())
    text = (WORKED / "DE.yaml").read_text()
    assert old in text
    (tmp_path / "DE.yaml").write_text(text.replace(old, new, 1))
    assert load_corpus(tmp_path).version != corpus.version


# What is kept.


def test_what_was_stored_is_opened_by_its_version(corpus: Corpus, tmp_path: Path) -> None:
    path = canonical.store(corpus, tmp_path / "new" / "folder")
    assert path.read_bytes() == canonical.dumps(corpus)
    assert canonical.store(corpus, path.parent) == path
    assert canonical.open_version(path.parent, corpus.version) == corpus


def test_a_version_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(canonical.NoSuchVersion, match="a" * 64):
        canonical.open_version(tmp_path, "a" * 64)


def test_a_version_is_no_path(corpus: Corpus, tmp_path: Path) -> None:
    path = canonical.store(corpus, tmp_path)
    (tmp_path / "inside").mkdir()
    with pytest.raises(canonical.NoSuchVersion):
        canonical.open_version(tmp_path / "inside", f"../{path.stem}")


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.replace(b"Deutschland", b"deutschland"),
        lambda content: content[:-1],
        lambda content: b"",
        lambda content: b"[]",
    ],
)
def test_changed_bytes_are_refused(corpus: Corpus, damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = canonical.store(corpus, tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(canonical.CanonicalError):
        canonical.open_version(tmp_path, corpus.version)


def test_bytes_of_another_software_are_refused(corpus: Corpus) -> None:
    content = canonical.dumps(corpus).replace(b'"_":"Source"', b'"_":"Spring"', 1)
    with pytest.raises(canonical.CanonicalError):
        dict(canonical.loads(content).laws)


def test_a_cache_is_used_and_noticed_when_sources_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second load reads no YAML; another byte in a file is another corpus."""
    cache, folder = tmp_path / "cache", tmp_path / "law"
    folder.mkdir()
    (folder / "SE.yaml").write_bytes((WORKED / "SE.yaml").read_bytes())
    first = load_corpus(folder, cache=cache)
    with monkeypatch.context() as patch:
        patch.setattr("fanal.engines.jurisdiction.files.corpus.read", None)
        assert load_corpus(folder, cache=cache) == first
    (folder / "SE.yaml").write_text((WORKED / "SE.yaml").read_text().replace("years: 25", "years: 24"))
    second = load_corpus(folder, cache=cache)
    assert second.version != first.version
    assert canonical.open_version(cache, first.version) == first


@pytest.mark.parametrize("damaged", ["*.json", "*.key"])
@pytest.mark.parametrize(
    "damage",
    [lambda held: b"{}", lambda held: b"\xff", lambda held: held[:-9], lambda held: held.replace(b"SE", b"\xff")],
)
def test_a_cache_that_was_damaged_is_made_again(
    damaged: str, damage: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    first = load_corpus(WORKED / "SE.yaml", cache=cache)
    (path,) = cache.glob(damaged)
    path.write_bytes(damage(path.read_bytes()))
    assert load_corpus(WORKED / "SE.yaml", cache=cache) == first
    monkeypatch.setattr("fanal.engines.jurisdiction.files.corpus.read", None)
    assert load_corpus(WORKED / "SE.yaml", cache=cache) == first  # and found again


def test_a_cache_that_is_gone_is_made_again(tmp_path: Path) -> None:
    first = load_corpus(WORKED / "SE.yaml", cache=tmp_path)
    (tmp_path / f"{first.version}.json").unlink()
    assert load_corpus(WORKED / "SE.yaml", cache=tmp_path) == first


def test_what_other_software_kept_is_refused_in_words(corpus: Corpus) -> None:
    """One more field of what all laws share, or of a law."""
    content = canonical.dumps(corpus)
    with pytest.raises(canonical.CanonicalError):
        canonical.loads(content.replace(b'{"corpus":{', b'{"corpus":{"another":1,', 1))
    with pytest.raises(canonical.CanonicalError):
        dict(canonical.loads(content.replace(b'"_":"Law"', b'"_":"Law","another":1')).laws)


def test_some_laws_take_the_place_of_others_and_the_rest_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is the one that the corpus of these laws has, however it came about."""
    before = canonical.loads(canonical.dumps(load_corpus(WORKED)))
    changed = dataclasses.replace(before.laws["SE"], names={"en": "Another"})
    wanted = canonical.version(dataclasses.replace(before, laws={**before.laws, "SE": changed}))
    again = canonical.loads(canonical.dumps(before))
    with monkeypatch.context() as patch:
        patch.setattr(canonical, "_decoded", None)
        after = canonical.over(again, {"SE": changed})
        assert after.version == wanted != before.version
        assert after.laws["SE"] is changed
    assert after.laws["DE"] == before.laws["DE"]
