"""Courses for other systems: the cards. Questions stay here."""

from datetime import date

from ninja import Router, Schema

from rukun.guard import ActorRequest, public
from rukun.training.content import courses

router = Router(tags=["training"])


class CardOut(Schema):
    """text is a list of paragraphs. do, never and say are lists of sentences, say those to speak aloud."""

    title: str
    text: list[str]
    do: list[str]
    never: list[str]
    say: list[str]


class CourseOut(Schema):
    """needed: nobody goes on duty without it. practical: a trainer must have seen it done.

    A quiz draws draw questions, passing of which have to be right. A certificate is valid for months.
    """

    code: str
    title: str
    about: str
    version: int
    since: date
    needed: bool
    practical: bool
    minutes: int
    months: int
    draw: int
    passing: int
    cards: list[CardOut]


class CoursesOut(Schema):
    """In the order in which they are best taken. Always Indonesian."""

    courses: list[CourseOut]


@router.get("/courses", response=CoursesOut, summary="Courses with their cards")
@public
def course_cards(request: ActorRequest) -> CoursesOut:
    """Needs no key. A new version asks everybody for a refresher; since is the first day on which it counts."""
    return CoursesOut(
        courses=[
            CourseOut(
                code=each.code,
                title=each.title,
                about=each.about,
                version=each.version,
                since=each.since,
                needed=each.needed,
                practical=each.practical,
                minutes=each.minutes,
                months=each.months,
                draw=each.draw,
                passing=each.passing,
                cards=[
                    CardOut(
                        title=card.title,
                        text=list(card.text),
                        do=list(card.do),
                        never=list(card.never),
                        say=list(card.say),
                    )
                    for card in each.cards
                ],
            )
            for each in courses().values()
        ]
    )
