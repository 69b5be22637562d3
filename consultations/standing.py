"""Who stands behind a comment, and who for or against it: the positions on it, summed up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from consultations.models import Comment, Organisation, Position

Stance = Position.Stance


@dataclass(frozen=True)
class Standing:
    """Each list in the order of the names. `supports` and `opposes` are positions, for their words."""

    sponsors: list[Organisation]
    invited: list[Organisation]
    excepted: list[Organisation]
    supports: list[Position]
    opposes: list[Position]

    @property
    def is_joint(self) -> bool:
        return bool(self.sponsors or self.excepted)


def stances_of(comment: Comment) -> Standing:
    """As the positions on the comment have it. No query where they have been fetched with their organisations, one
    where not.
    """
    fetched = getattr(comment, "_prefetched_objects_cache", {}).get("positions")
    return sum_up(fetched if fetched is not None else comment.positions.all().in_order())


def sum_up(positions: Iterable[Position]) -> Standing:
    """The latest position of each organisation. Being left out of a group is a fact of the submission: what such a
    member says of the comment afterwards stands beside it.
    """
    latest: dict[Organisation, Position] = {}
    excepted: set[Organisation] = set()
    for position in sorted(positions, key=lambda each: each.pk):
        organisation, before = position.organisation, latest.get(position.organisation)
        if position.stance == Stance.EXCEPTED:
            excepted.add(organisation)
        elif position.stance == Stance.INVITED or (before and before.stance == Stance.EXCEPTED and _ends(position)):
            excepted.discard(organisation)
        latest[organisation] = position
    found: dict[str, list[Position]] = defaultdict(list)
    for organisation in sorted(latest, key=lambda each: each.name):
        found[latest[organisation].stance].append(latest[organisation])
    return Standing(
        sponsors=[position.organisation for position in found[Stance.SPONSORS]],
        invited=[position.organisation for position in found[Stance.INVITED]],
        excepted=sorted(excepted, key=lambda each: each.name),
        supports=found[Stance.SUPPORTS],
        opposes=found[Stance.OPPOSES],
    )


def told_of(comment: Comment, positions: Iterable[Position]) -> list[Position]:
    """What is told of the time after the submission: who joined late, ended its sponsorship, took or changed a
    stance. Invitations, and what was done about them, stay between the two delegations."""
    told: list[Position] = []
    before: dict[int, str] = {}
    for position in positions:
        last = before.get(position.organisation_id)
        before[position.organisation_id] = position.stance
        declined = position.stance == Stance.WITHDRAWN and last in (None, Stance.INVITED, Stance.EXCEPTED)
        known = position.stance not in (Stance.INVITED, Stance.EXCEPTED) and not declined
        if known and comment.submitted_at and position.taken_at >= comment.submitted_at:
            told.append(position)
    return told


def _ends(position: Position) -> bool:
    return position.stance == Stance.WITHDRAWN
