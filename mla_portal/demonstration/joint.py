"""Joint comments of the demonstration: one with co-sponsors, one for a group except some of its members, support and
opposition; and a draft in the open round in which the demonstration's own delegate is invited to join.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from consultations import joining
from consultations.commenting import Target, begin_comment, submit_comment
from consultations.models import Comment, Delegation, Membership, Organisation, Round
from mla_portal.accounts.models import User


def stand_together(
    round: Round,
    organisations: Mapping[str, Organisation],
    target_of: Callable[[Round, dict[str, Any]], Target],
    fixtures: Path,
    mark: str,
) -> list[Comment]:
    """What delegations of this round say together; before it is closed, because positions are settled then. Every
    delegation acts by its own focal point. `mark` opens the reasoning of everything invented.
    """
    rows = json.loads((fixtures / "joint.json").read_text(encoding="utf-8"))
    return [
        _together(round, organisations, target_of(round, row), row, mark) for row in rows if row["round"] == round.slug
    ]


def _together(
    round: Round, organisations: Mapping[str, Organisation], target: Target, row: dict[str, Any], mark: str
) -> Comment:
    lead = _lead(organisations[row["organisation"]])
    submitted = datetime.fromisoformat(row["submitted_at"]) if row["submitted_at"] else None
    before = submitted - timedelta(days=2) if submitted else None
    comment = begin_comment(
        round=round,
        delegation=Delegation.objects.get(round=round, organisation=organisations[row["organisation"]]),
        author=lead,
        target=target,
        reasoning=mark + row["reasoning"],
        proposed=row["proposed"] or "",
        at=before,
    )
    if row["group"]:
        left_out = [organisations[code] for code in row["excepted"]]
        comment = joining.speak_for_group(
            comment=comment, person=lead, group=row["group"], excepted=left_out, at=before
        )
    asked = [organisations[code] for code in (*row["sponsors"], *row["invited"])]
    joining.invite_sponsors(comment=comment, person=lead, organisations=asked, at=before)
    for code in row["sponsors"]:
        one, read = organisations[code], joining.words_of(comment)
        joining.join(comment=comment, person=_lead(one), organisation=one, words_read=read, at=before)
    if submitted is None:
        return comment
    comment = submit_comment(comment=comment, person=lead, at=submitted)
    for said in row["positions"]:
        one = organisations[said["organisation"]]
        joining.take_stance(
            comment=comment,
            person=_lead(one),
            organisation=one,
            stance=said["stance"],
            words=said["words"],
            at=datetime.fromisoformat(said["at"]),
        )
    return comment


def _lead(organisation: Organisation) -> User:
    leads = Membership.objects.current().at(organisation).filter(role=Membership.Role.FOCAL_POINT)
    return leads.select_related("person").order_by("pk")[0].person
