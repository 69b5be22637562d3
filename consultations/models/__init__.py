from .baselines import Baseline
from .comments import Comment
from .conclusions import Conclusion, ConclusionsFile, ConclusionsIssue, Statement
from .dispositions import Disposition, Reply
from .documents import ConferenceDocument, DocumentFile
from .invitations import Invitation
from .notices import Notice, NoticeStep
from .organisations import Membership, Organisation
from .positions import InternalRemark, Position
from .registrations import Registration, RegistrationStep
from .rounds import CloseWording, Delegation, Round
from .support import Support
from .windows import DeadlineMove, FurtherDocument, ProgrammeItem, Window

__all__ = [
    "Baseline",
    "CloseWording",
    "Comment",
    "Conclusion",
    "ConclusionsFile",
    "ConclusionsIssue",
    "ConferenceDocument",
    "DeadlineMove",
    "Delegation",
    "Disposition",
    "DocumentFile",
    "FurtherDocument",
    "InternalRemark",
    "Invitation",
    "Membership",
    "Notice",
    "NoticeStep",
    "Organisation",
    "Position",
    "ProgrammeItem",
    "Registration",
    "RegistrationStep",
    "Reply",
    "Round",
    "Statement",
    "Support",
    "Window",
]
