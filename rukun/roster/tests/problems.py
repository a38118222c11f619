"""Made-up problems as plain data, for the tests of the solver."""

from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]


@st.composite
def problems(
    draw: st.DrawFn, *, people: int = 9, nights: int = 8, posts: int = 2, off: bool = True, fixed: bool = True
) -> Data:
    """Small and contrary: few people, all rules at once, a past, fixed ones. Each number is the most."""
    number = draw(st.integers(1, nights))
    night = st.integers(0, number - 1)
    names = [f"p{each}" for each in range(draw(st.integers(0, people)))]
    lines = [f"post {each}" for each in range(draw(st.integers(1, posts)))]
    few = st.none() | st.integers(0, 3)
    apart, together = (draw(_pair(names)) for _ in range(2))
    data: Data = {
        "version": 1, "nights": number, "people": [draw(_person(name, number, lines)) for name in names],
        "posts": [draw(_post(line, number)) for line in lines],
        "limits": [{"id": "g", "max_week": draw(few), "max_together": draw(few)}],
        "apart": apart, "together": [each for each in together if set(each) not in [set(other) for other in apart]],
        "weekend": sorted(draw(st.sets(night, max_size=3))), "sahur": sorted(draw(st.sets(night, max_size=3))),
        "weeks": [each for each in draw(st.sampled_from(([], [0], [-3], [-3, 4]))) if each <= number],
        "off": draw(st.lists(st.sampled_from(("need", "rest", "leader", "apart", "post")), max_size=1)) if off else [],
    }  # fmt: skip
    if fixed and names and draw(st.integers(0, 3)) == 0:
        data["fixed"] = [{"night": draw(night), "post": lines[0], "people": [draw(st.sampled_from(names))]}]
    return data


def _pair(names: list[str]) -> st.SearchStrategy[list[list[str]]]:
    if len(names) < 2:
        return st.just([])
    return st.lists(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True), max_size=1)


@st.composite
def _person(draw: st.DrawFn, name: str, nights: int, lines: list[str]) -> Data:
    night = st.integers(0, nights - 1)
    wishes = draw(st.sets(night, max_size=3))
    past = st.dictionaries(st.sampled_from(("total", "weekend", "sahur")), st.floats(-2, 2), max_size=2)
    return {
        "id": name,
        "available": sorted(draw(st.just(set(range(nights))) | st.sets(night, min_size=nights // 2))),
        "rather_not": sorted(wishes),
        "gladly": sorted(draw(st.sets(night, max_size=2)) - wishes),
        "leader": draw(st.booleans()),
        "officer": draw(st.integers(0, 4)) == 0,
        "max_week": draw(st.none() | st.integers(1, 4)),
        "rest": draw(st.sampled_from((0, 0, 1, 2))),
        "past": draw(past),
        "before": draw(st.lists(st.sampled_from((-2, -1, nights)), max_size=1)),
        "posts": draw(st.sampled_from(([], [], [], lines[:1]))),
        "groups": draw(st.sampled_from(([], [], ["g"]))),
    }


@st.composite
def _post(draw: st.DrawFn, name: str, nights: int) -> Data:
    need = st.lists(st.sampled_from((0, 1, 2, 2, 2, 3)), min_size=nights, max_size=nights)
    return {
        "id": name,
        "need": draw(need),
        "leader": draw(st.booleans()),
        "officer_nights": sorted(draw(st.sets(st.integers(0, nights - 1), max_size=1))),
        "hours": draw(st.sampled_from(([10, 16], [10, 16], [6, 10], [20, 33]))),
    }
