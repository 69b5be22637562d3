"""The map of positions: which delegation would do what with which clause. For the chair of a round alone."""

from collections import defaultdict
from dataclasses import dataclass, field

from consultations import wording
from consultations.models import Comment, Position, Round

SUPPORTS, PROPOSES, DELETES, KEEPS, OPPOSES, ASKS, SPEAKS = (
    "Supports a proposal", "Proposes", "Would delete", "Keeps as it is", "Opposes a proposal", "Asks", "Comments",
)  # fmt: skip
STANCES = (PROPOSES, SUPPORTS, KEEPS, OPPOSES, DELETES, ASKS, SPEAKS)
_BY_OPERATION = {
    Comment.Operation.ADD: PROPOSES,
    Comment.Operation.CHANGE: PROPOSES,
    Comment.Operation.DELETE: DELETES,
    Comment.Operation.KEEP: KEEPS,
    Comment.Operation.QUESTION: ASKS,
}
_BY_STANCE = {
    Position.Stance.SPONSORS: PROPOSES,
    Position.Stance.SUPPORTS: SUPPORTS,
    Position.Stance.OPPOSES: OPPOSES,
}


@dataclass
class Place:
    """One clause, article or the whole text: stance -> names of delegations, sorted."""

    words: str
    comment: Comment
    stances: dict[str, list[str]] = field(default_factory=dict)

    def cells(self) -> list[tuple[str, list[str]]]:
        return [(stance, self.stances.get(stance, [])) for stance in STANCES]


@dataclass(frozen=True)
class PositionMap:
    """Places in the order of the text; and the same turned round: delegation -> stance and place."""

    places: list[Place]
    delegations: list[tuple[str, list[tuple[str, str]]]]
    totals: list[tuple[str, int]]


def map_of(round: Round) -> PositionMap:
    """From what was submitted and from positions on it; whoever changed their mind counts as they stand now. Three
    queries, however many there are.
    """
    comments = list(Comment.objects.in_round(round).submitted().for_reading().in_order_of_the_text())
    held: dict[int, list[Position]] = defaultdict(list)
    for position in Position.objects.holding().on_comments_in(round):
        held[position.comment_id].append(position)
    places: dict[tuple[object, ...], Place] = {}
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for comment in comments:
        place = places.setdefault(comment.place_key, Place(wording.place_of(comment), comment))
        stands = [(comment.organisation.name, _stance(comment))]
        for position in held[comment.pk]:
            if found := _BY_STANCE.get(Position.Stance(position.stance)):
                stands.append((position.organisation.name, found))
        for name, stance in stands:
            names = place.stances.setdefault(stance, [])
            if name not in names:
                names.append(name)
                names.sort()
                said[name].append((stance, place.words))
    totals = [(stance, sum(len(place.stances.get(stance, [])) for place in places.values())) for stance in STANCES]
    return PositionMap(list(places.values()), sorted(said.items()), totals)


def _stance(comment: Comment) -> str:
    found = _BY_OPERATION.get(Comment.Operation(comment.operation))
    return found or (PROPOSES if comment.proposed else SPEAKS)
