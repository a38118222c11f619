"""Problem files: what is wrong is named with its place; whatever is read can be solved."""

import io
import json
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukun.config.cli import main
from rukun.roster.algo.problem import Limit
from rukun.roster.algo.reading import ProblemError, read_problem
from rukun.roster.algo.solving import solve
from rukun.roster.tests.problems import Data, problems

pytestmark = pytest.mark.pure
NEVER = object()


def problem(**changes: Any) -> Data:
    data: Data = {
        "version": 1,
        "nights": 7,
        "posts": [{"id": "gate", "need": 2, "leader": True, "officer_nights": [5]}],
        "people": [
            {"id": "ani", "available": [0, 1, 2, 3, 4, 5, 6], "leader": True, "rest": 1, "past": {"total": 1.5}},
            {"id": "budi", "available": [0, 2, 4, 6], "rather_not": [0], "gladly": [2], "max_week": 3},
            {"id": "polsek", "available": [5], "officer": True},
        ],
        "weekend": [4, 5],
    }
    return {name: value for name, value in {**data, **changes}.items() if value is not NEVER}


def person(**changes: Any) -> list[Data]:
    return [{"id": "ani", "available": [0], **changes}]


def post(**changes: Any) -> list[Data]:
    return [{"id": "gate", "need": 2, **changes}]


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        ([], "-", "type"),
        (problem(version=2), "version", "version"),
        (problem(nights=NEVER), "-", "missing"),
        (problem(nights=-1), "nights", "range"),
        (problem(nights=True), "nights", "type"),
        (problem(nights=101), "nights", "range"),
        (problem(night=7), "-", "key"),
        (problem(people={}), "people", "type"),
        (problem(people=[*problem()["people"], *person()]), "people[3].id", "twice"),
        (problem(people=person(id="")), "people[0].id", "range"),
        (problem(people=person(name="Ani")), "people[0]", "key"),
        (problem(people=person(available=[7])), "people[0].available[0]", "range"),
        (problem(people=person(available=["0"])), "people[0].available[0]", "type"),
        (problem(people=person(rather_not=[1], gladly=[1])), "people[0].gladly", "both"),
        (problem(people=person(past={"sunday": 1})), "people[0].past", "key"),
        (problem(people=person(past={"total": float("inf")})), "people[0].past.total", "range"),
        (problem(people=person(before=[0])), "people[0].before", "range"),
        (problem(people=person(posts=["market"])), "people[0].posts[0]", "unknown"),
        (problem(people=person(groups=["g"])), "people[0].groups[0]", "unknown"),
        (problem(people=person(leader="yes")), "people[0].leader", "type"),
        (problem(people=[{"id": str(each), "available": []} for each in range(2001)]), "people", "large"),
        (problem(posts=post(need=[2])), "posts[0].need", "length"),
        (problem(posts=post(need=-1)), "posts[0].need", "range"),
        (problem(posts=post(minimum=1)), "posts[0].minimum", "range"),
        (problem(posts=post(hours=[16, 10])), "posts[0].hours", "hours"),
        (problem(posts=post(hours=[10])), "posts[0].hours", "hours"),
        (problem(posts=post() * 2), "posts[1].id", "twice"),
        (problem(apart=[["ani"]]), "apart[0]", "length"),
        (problem(apart=[["ani", "ani"]]), "apart[0]", "twice"),
        (problem(apart=[["ani", "tono"]]), "apart[0][1]", "unknown"),
        (problem(apart=[["ani", "budi"]], together=[["budi", "ani"]]), "together", "both"),
        (problem(fixed=[{"night": 7, "post": "gate", "people": []}]), "fixed[0].night", "range"),
        (problem(fixed=[{"night": 1, "post": "gate", "people": ["x"]}]), "fixed[0].people[0]", "unknown"),
        (problem(current=[{"night": 1, "post": "gate", "people": []}] * 2), "current[1]", "twice"),
        (problem(weeks=[0, 6]), "weeks", "weeks"),
        (problem(off=["two"]), "off[0]", "always"),
        (problem(off=["fair"]), "off[0]", "unknown"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(data: Any, where: str, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_problem(data)
    assert (caught.value.where, caught.value.code) == (where, code)


def test_everything_that_may_be_said_is_read() -> None:
    data = problem(
        sahur=[1], holiday=[2], weeks=[-3, 4], limits=[{"id": "g", "max_week": 1, "max_together": None}], off=["rest"],
        posts=[*post(hours=[10, 14], capacity=5, minimum=3), {"id": "market", "need": [0, 2, 2, 2, 2, 2, 2]}],
        people=person(before=[-1, 8], posts=["market"], groups=["g"], rest=2),
        fixed=[{"night": 0, "post": "gate", "people": ["ani"]}],
        current=[{"night": 0, "post": "gate", "people": ["who left"]}],
    )  # fmt: skip
    read = read_problem(data)
    assert (read.posts[0].hours, read.posts[0].capacity, read.posts[0].wanted(0)) == ((10, 14), 5, 3)
    assert read.people[0].before == {-1, 8}
    assert read.limits == (Limit("g", 1, None),)
    assert [list(each) for each in read.spans()] == [list(range(-3, 4)), list(range(4, 11))]
    assert read.current == {(0, "gate"): {"who left"}}
    assert solve(read, seconds=5).assignment is not None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(problem())), inner, max_size=5),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(problems(), st.sampled_from(sorted(problem())), ANYTHING)
def test_nonsense_is_refused_or_read_but_never_breaks_it(data: Data, key: str, value: Any) -> None:
    try:
        read_problem({**data, key: value})
    except ProblemError as error:
        named = error.where, error.code
    else:
        named = "read", "whole"
    assert all(named)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(["roster", "solve", *words])
    except SystemExit as end:
        code = int(str(end.code))
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command(tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    people = [{"id": name, "available": list(range(7)), "leader": name < "c"} for name in "abcdef"]
    good = problem(people=[*people, {"id": "o", "available": [5], "officer": True}])
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(good), encoding="utf-8")
    code, out, _err = said(capsys, str(file), "--json", "--seconds", "5")
    answer = json.loads(out)
    assert (code, answer["status"], answer["version"], len(answer["assignment"])) == (0, "optimal", 1, 7)
    assert answer["objective"] == sum(answer["terms"][each] * answer["weights"][each] for each in answer["terms"])
    code, out, _err = said(capsys, str(file))
    assert code == 0
    assert "Terbaik, dan terbukti." in out
    current = [{"night": 0, "post": "gate", "people": ["gone", "a"]}]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(problem(current=current)).encode())))
    code, out, _err = said(capsys, "-", "--seconds", "5")
    assert code == 1
    assert "Tidak ada jadwal" in out
    assert "rest" in out
    file.write_text(json.dumps(problem(off=["once"])), encoding="utf-8")
    code, _out, err = said(capsys, str(file))
    assert code == 2
    assert "off[0]: aturan once tidak dapat dimatikan." in err
    for text in ("{", "[" * 100_000, "\x00"):
        file.write_text(text, encoding="utf-8")
        assert said(capsys, str(file))[0] == 2
    assert said(capsys, str(tmp_path / "none.json"))[0] == 3
    assert said(capsys, str(file), "--seconds", "0")[0] == 2
    assert said(capsys, str(file), "--seconds", "nan")[0] == 2
    assert said(capsys, str(file), "--seed", "-1")[0] == 2
