"""Gap certificates and the command that counts and shows them."""

import json
from datetime import date
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.jurisdiction import worlds
from tests.engines.jurisdiction.counting.test_predicates import FREE, PAID, SMALL, open_routes, shaped
from tests.engines.jurisdiction.world_laws import INCOMPLETE

from fanal.engines.jurisdiction.counting.boxes import LIMIT, Certificate, Disagreement, _Finder, certificates
from fanal.engines.jurisdiction.counting.maps import NONE, are_gaps
from fanal.engines.jurisdiction.counting.patterns import Persons
from fanal.engines.jurisdiction.counting.predicates import compile_predicates, count_gaps
from fanal.engines.jurisdiction.counting.space import Predicates
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.values import Truth

pytestmark = pytest.mark.once

AS_OF = date(2026, 11, 25)


def law(code: str, *rules: dict[str, object], offences: bool = True) -> dict[str, object]:
    """A file that is complete, punishes payment for sexual activity with a child below 18, and has these rules."""
    found = [{"id": f"{code.lower()}.1", "covers": ["sexual_activity"], "elements": ELEMENTS, **OFFENCE}]
    return {
        "schema": "fanal.law/1",
        "jurisdiction": code,
        "names": {"en": f"State {code}"},
        "sources": {"code": SOURCE},
        "temporal": {
            "substantive": {"lex_mitior": False, "cite": CITE}, "jurisdiction_rules": {"law_at": "act", "cite": CITE},
        },
        "place_of_act": {"rule": "ubiquity", "includes": [], "cite": CITE},
        "offences": found if offences else [],
        "jurisdiction_rules": [
            {"id": f"{code.lower()}.j.{number}", "offences": "*", **OPEN, **rule}
            for number, rule in enumerate(rules)
        ],
        "limitation": [{"id": f"{code.lower()}.l", "offences": "*", "none": True, **OPEN}],
        "extradition": {
            "nationals": "never", "residents": "may", "needs_treaty": False, "opsc_as_basis": False, "treaties": [],
            "double_criminality": True, "min_penalty_months": 12, "lapse_of_time_bars": False, "cite": CITE,
        },
        "coverage": [{"conducts": ["sexual_activity"], "state": "complete", "by": "a test", "on": "2026-01-01"}],
    }  # fmt: skip


CITE = {"source": "code", "art": "art. 1"}
SOURCE = {
    "title": "Code", "kind": "statute", "version_date": "2020-01-01", "stand": "2020", "url": "https://law.example/",
    "lang": "en", "licence": "fictional",
}  # fmt: skip
OPEN = {"cite": CITE, "versions": [{"source": "code"}]}
ELEMENTS = {"all_of": [{"child_age_lt": 18}, {"commercial": True}]}
OFFENCE = {"exceptions": [], "max_penalty_years": 5, **OPEN}
TERRITORY = {"basis": "territory"}
NATIONALS = {
    "basis": "active_nationality", "when": {"suspect_national": {"at": "act"}}, "double_criminality": "required",
}  # fmt: skip


def found_in(documents: dict[str, dict[str, object]], **wanted: object) -> tuple[Predicates, tuple[Certificate, ...]]:
    corpus = compile_documents(documents)
    predicates = compile_predicates(corpus, [PAID], AS_OF, states=sorted(documents))
    return predicates, certificates(predicates, corpus, [PAID], AS_OF, **wanted)  # type: ignore[arg-type]


def test_a_gap_of_two_states_by_hand() -> None:
    """XA reaches its nationals where the place punishes too; XB punishes nothing. So a national of XA has a free hand
    in XB: that is the gap to find, and XA closes it by not asking what XB punishes.
    """
    documents = {"XA": law("XA", TERRITORY, NATIONALS), "XB": law("XB", TERRITORY, offences=False)}
    _, boxes = found_in(documents, state="XA")
    assert boxes
    assert all(box.certain for box in boxes)
    home = next(box for box in boxes if box.presence == "XA" and box.national and not box.punished)
    assert home.places == ("XB",)
    assert set(home.residences) == {"XA", "XB", None}
    assert home.whole
    assert home.patterns == 1 * 1 * 3 * 3
    assert home.closing is not None
    assert {(one.state, one.text_key) for one in home.reasons} >= {("XA", "law.gap.why.no_route")}
    assert home.closing.left == 0
    assert home.closing.cost == 1


def test_a_state_that_gives_nobody_up_is_the_reason() -> None:
    """A national of XB acts in XA and goes home: XA has a route; XB gives up no nationals and has no rule itself."""
    documents = {"XA": law("XA", TERRITORY), "XB": law("XB", TERRITORY)}
    _, boxes = found_in(documents, state="XB")
    box = next(box for box in boxes if box.presence == "XB" and box.national)
    assert box.places == ("XA",)
    assert ("XA", "law.gap.why.out_of_reach") in {(one.state, one.text_key) for one in box.reasons}
    assert box.closing is not None
    assert (box.closing.atom, box.closing.state, box.closing.left) == ("extradite_or_prosecute", "XB", 0)


def test_law_that_closes_everything_has_no_box() -> None:
    everywhere = {"basis": "universal", "double_criminality": "not_required"}
    documents = {"XA": law("XA", TERRITORY, everywhere), "XB": law("XB", TERRITORY, everywhere)}
    _, boxes = found_in(documents)
    assert boxes == ()


def test_a_state_without_a_file_is_never_the_reason_for_a_certain_gap() -> None:
    corpus = compile_documents({"XA": law("XA", TERRITORY)})
    predicates = compile_predicates(corpus, [PAID], AS_OF, states=["XA", "XB"])
    boxes = certificates(predicates, corpus, [PAID], AS_OF, state="XA")
    assert boxes
    for box in boxes:
        assert box.certain is False
        assert any(one.text_key == "law.gap.why.no_file" for one in box.reasons)


def test_never_more_than_twenty() -> None:
    documents = {"XA": law("XA", TERRITORY), "XB": law("XB", TERRITORY)}
    for limit in (0, LIMIT + 1):
        with pytest.raises(ValueError, match="at a time"):
            found_in(documents, limit=limit)
    with pytest.raises(ValueError, match="no state QQ"):
        found_in(documents, state="QQ")


def test_boxes_are_made_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for two boxes asks the evaluator about two."""
    documents = {"XA": law("XA", TERRITORY), "XB": law("XB", TERRITORY)}
    corpus = compile_documents(documents)
    predicates = compile_predicates(corpus, [PAID], AS_OF, states=sorted(documents))
    asked = []
    confirmed = _Finder._confirmed

    def counted(finder: _Finder, *args: object) -> object:
        asked.append(args)
        return confirmed(finder, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(_Finder, "_confirmed", counted)
    assert len(list(islice(_Finder(predicates, corpus, [PAID], AS_OF).boxes("XA"), 2))) == 2
    assert len(asked) == 2


def test_a_box_that_the_evaluator_does_not_confirm_is_not_given_out() -> None:
    """Predicates of another corpus, by which XA does not punish at home."""
    real = compile_documents({"XA": law("XA", TERRITORY), "XB": law("XB", TERRITORY)})
    wrong = compile_documents({"XA": law("XA", offences=False), "XB": law("XB", offences=False)})
    predicates = compile_predicates(wrong, [PAID], AS_OF, states=["XA", "XB"])
    with pytest.raises(Disagreement):
        certificates(predicates, real, [PAID], AS_OF, state="XA")


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([SMALL, shaped(FREE, coupled=2), shaped(INCOMPLETE, states=(2, 2))]), st.integers(0, 10**6))
def test_all_boxes_agree_with_the_evaluator(shape: object, seed: int) -> None:
    """Every certificate is confirmed, and the patterns of its sets are as many as it says."""
    world = worlds.world(seed, shape)  # type: ignore[arg-type]
    predicates = compile_predicates(world.corpus, [PAID], AS_OF, states=world.codes)
    for state in (None, world.codes[0]):
        for box in certificates(predicates, world.corpus, [PAID], AS_OF, state=state, limit=4):
            if box.certain:
                assert max(open_routes(world.corpus, box.cell, box.example), default=Truth.F) is Truth.F
            check_size(predicates, box)


def check_size(predicates: Predicates, box: Certificate) -> None:
    """The patterns of a box are those of its sets that are gaps."""
    world, number = predicates.at(Truth.U if box.certain else Truth.T), predicates.cells.index(box.cell)

    def numbers(names: tuple[str | None, ...]) -> list[int]:
        return [NONE if name is None else predicates.states.index(name) for name in names]

    sets = [numbers(group) for group in (box.places, box.nationalities, box.residences, box.children)]
    w, n, r, v = np.meshgrid(*map(np.array, sets), indexing="ij")
    gaps = are_gaps(world, w, n, r, v, np.array(predicates.states.index(box.presence)), np.array(number))
    assert int(gaps.sum()) == box.patterns
    assert bool(gaps.all()) == box.whole


def test_a_closing_is_seen_in_the_count_of_the_changed_corpus() -> None:
    """What the predicates promise, the changed file keeps: XA waives double criminality for its nationals."""
    before = {"XA": law("XA", TERRITORY, NATIONALS), "XB": law("XB", TERRITORY, offences=False)}
    waived = {**NATIONALS, "double_criminality": "not_required"}
    after = {**before, "XA": law("XA", TERRITORY, waived)}
    persons = Persons("XB", "XA", None, None, "XA")
    first, second = (count_gaps(compile_documents(one), [PAID], AS_OF, states=["XA", "XB"]) for one in (before, after))
    assert second.upper < first.upper
    for documents, expected in ((before, Truth.F), (after, Truth.T)):
        corpus = compile_documents(documents)
        assert max(open_routes(corpus, first.by_cell[0].cell, persons), default=Truth.F) is expected


def files(tmp_path: object, documents: dict[str, dict[str, object]]) -> str:
    folder = tmp_path / "law"  # type: ignore[operator]
    (folder / "jurisdictions").mkdir(parents=True)
    for code, document in documents.items():
        (folder / "jurisdictions" / f"{code}.yaml").write_text(json.dumps(document), encoding="utf-8")
    act = {name: list(value) if isinstance(value, tuple) else value for name, value in PAID.act.items()}
    profile = {"id": "paid", "conduct": "sexual_activity", "act": act}
    (folder / "profiles.yaml").write_text(json.dumps({"schema": "fanal.profiles/1", "profiles": [profile]}), "utf-8")
    return str(folder)


def command(*words: str) -> int:
    import argparse

    from fanal.engines.jurisdiction.command import add_arguments, run

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(["gaps", *words]))


def test_the_command_warns_counts_and_shows(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    folder = files(tmp_path, {"XA": law("XA", TERRITORY, NATIONALS), "XB": law("XB", TERRITORY, offences=False)})
    words = ("--corpus", folder, "--as-of", "2026-11-25", "--state", "XA", "--limit", "3")
    assert command(*words) == 0
    shown = capsys.readouterr().out
    assert "For members alone" in shown
    assert "197 states" in shown
    assert "smallest change:" in shown
    assert command(*words, "--json") == 0
    first = capsys.readouterr().out
    assert command(*words, "--json") == 0
    assert capsys.readouterr().out == first
    found = json.loads(first)
    assert found["lower"] <= found["upper"] <= found["total"]
    assert len(found["boxes"]) == 3
    assert {"certain", "closing", "reasons", "example"} <= set(found["boxes"][0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--limit", "21"), "at most 20 boxes"),
        (("--state", "QQ"), "no state QQ"),
        (("--profile", "nothing"), "no profile nothing"),
    ],
)
def test_what_the_command_refuses(
    tmp_path: object, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    folder = files(tmp_path, {"XA": law("XA", TERRITORY)})
    assert command("--corpus", folder, "--as-of", "2026-11-25", *words) == 2
    assert said in capsys.readouterr().err


def test_silence_of_a_file_is_no_only_where_it_was_declared_complete() -> None:
    for declared, least in ((True, Truth.F), (False, Truth.U)):
        document = law("XA", TERRITORY, NATIONALS, offences=False)
        if not declared:
            del document["coverage"]
        predicates = compile_predicates(compile_documents({"XA": document}), [PAID], AS_OF, states=["XA"])
        assert {int(predicates.punishes.max()), int(predicates.territory.max())} == {least}
        assert (predicates.abroad == least).all()


def test_a_threshold_closes_a_route_in_the_predicates() -> None:
    """Five years at most: a rule for offences of eight years does not reach them, one for four years does."""
    for months, expected in ((96, Truth.F), (48, Truth.T)):
        rule = {**NATIONALS, "double_criminality": "not_required", "min_max_penalty_months": months}
        corpus = compile_documents({"XA": law("XA", TERRITORY, rule)})
        predicates = compile_predicates(corpus, [PAID], AS_OF, states=["XA"])
        assert (predicates.abroad[:, :, 1] == expected).all()
