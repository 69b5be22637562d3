"""For whose eyes a document is made. A file knows no person, only a class of readers; what they may read is asked of
the same rules that the pages ask of a person."""

from dataclasses import dataclass

from drafts.models import Rendition

_KINDS = Rendition.Audience


@dataclass(frozen=True)
class Reader:
    """Anybody of one class: the Core Group, the people of one delegation (its organisation's code), or everybody. It
    stands where the rules of reading expect a person."""

    audience: str
    organisation: str = ""

    @property
    def is_core(self) -> bool:
        return self.audience == _KINDS.CORE

    @property
    def is_secretariat(self) -> bool:
        return self.is_core  # so that `drafts.permissions.is_core` says the same

    @property
    def is_authenticated(self) -> bool:
        return self.audience != _KINDS.PUBLIC
