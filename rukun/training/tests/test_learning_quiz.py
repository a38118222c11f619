"""Drawing, mixing, marking and waiting; and that the courses' own files can be used for it."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukun.training.algo import quiz
from rukun.training.content import ORDER, Course, courses

pytestmark = pytest.mark.pure

banks = st.dictionaries(st.text(min_size=1, max_size=5), st.integers(2, 5), min_size=1, max_size=25)
seeds = st.integers(0, 2**32)
NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)
tries = st.lists(st.tuples(st.integers(0, 500).map(lambda hours: NOON + timedelta(hours=hours)), st.booleans()))


@given(banks, st.integers(1, 30), seeds)
def test_a_quiz_has_different_questions_each_with_all_its_choices(bank: dict[str, int], count: int, seed: int) -> None:
    drawn = quiz.draw(bank, count, Random(seed))
    assert len(drawn) == len({each.question for each in drawn}) == min(count, len(bank))
    assert all(sorted(each.order) == list(range(bank[each.question])) for each in drawn)
    assert quiz.from_rows(quiz.as_rows(drawn)) == drawn
    assert drawn == quiz.draw(dict(reversed(bank.items())), count, Random(seed)), "the order of the file tells nothing"


def test_every_question_is_drawn_and_the_right_choice_stands_anywhere() -> None:
    rng, bank = Random(7), {f"q{number}": 3 for number in range(20)}
    questions, places = Counter[str](), Counter[int]()
    for _ in range(600):
        for each in quiz.draw(bank, 8, rng):
            questions[each.question] += 1
            places[each.order.index(quiz.RIGHT)] += 1
    assert set(questions) == set(bank)
    assert max(questions.values()) < 1.5 * min(questions.values())
    assert max(places.values()) < 1.1 * min(places.values())


@given(banks, seeds, st.data())
def test_what_is_ticked_is_marked_as_the_choice_that_was_shown_there(
    bank: dict[str, int], seed: int, data: st.DataObject
) -> None:
    drawn = quiz.draw(bank, 10, Random(seed))
    wanted = {each.question: data.draw(st.sampled_from(each.order)) for each in drawn}
    left_out = data.draw(st.sets(st.sampled_from(sorted(wanted))))
    ticked = {each.question: each.order.index(wanted[each.question]) for each in drawn}
    for question in left_out:
        ticked[question] = data.draw(st.sampled_from([-1, 99]))
    choices = quiz.choices_at(drawn, {**ticked, "never asked": 0} if "never asked" not in bank else ticked)
    assert choices == {question: choice for question, choice in wanted.items() if question not in left_out}
    assert set(quiz.unanswered(drawn, choices)) == left_out
    right = sum(choice == 0 for choice in choices.values())
    assert quiz.right_ones(drawn, choices, bank) == right
    withdrawn = data.draw(st.sampled_from(sorted(wanted)))
    gained = choices.get(withdrawn) != 0
    assert quiz.right_ones(drawn, choices, set(bank) - {withdrawn}) == right + gained


@given(tries)
def test_one_waits_after_failures_alone_and_longer_after_several(history: list[tuple[datetime, bool]]) -> None:
    rested = quiz.rested_at(history)
    in_order = sorted(history)
    if not in_order or in_order[-1][1]:
        assert rested is None
        return
    assert rested is not None
    in_a_row = 0
    for _when, passed in reversed(in_order):
        if passed:
            break
        in_a_row += 1
    assert rested - in_order[-1][0] == (timedelta(days=3) if in_a_row >= 3 else timedelta(hours=12))
    assert quiz.rested_at([*history, (rested, True)]) is None


@pytest.mark.parametrize("code", ORDER)
def test_a_courses_file_makes_a_quiz_and_cards_that_fit(code: str) -> None:
    course: Course = courses()[code]
    assert 0 < course.passing <= course.draw <= len(course.questions), "there is something to draw"
    assert len({each.id for each in course.questions}) == len(course.questions)
    for question in course.questions:
        assert re.fullmatch(r"[a-z0-9-]{2,40}", question.id), "it becomes the name of a field"
        assert question.id != "attempt", "that name is taken"
        assert len(question.choices) == len(set(question.choices)) >= 3, question.id
        assert question.ask.endswith(("?", ".")), question.id
        assert question.why, question.id
    assert course.cards
    for card in course.cards:
        assert card.title
        assert all(card.text), card.title
        words = " ".join([card.title, *card.text, *card.do, *card.never, *card.say])
        assert "  " not in words, card.title
        assert len(words) < 1400, f"{card.title}: too much for one screen"
    assert course.months > 0
    assert course.version >= 1
