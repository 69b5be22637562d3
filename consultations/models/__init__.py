from .baselines import Baseline
from .comments import Comment
from .dispositions import Disposition
from .organisations import Membership, Organisation
from .rounds import Delegation, Round

__all__ = ["Baseline", "Comment", "Delegation", "Disposition", "Membership", "Organisation", "Round"]
