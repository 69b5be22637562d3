"""What a Word file of the portal says about itself without showing it: of which text it is, and which paragraph is
which clause. Word keeps both while people edit the file.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields

from drafts.text.word_package import Element

PROPERTY = "mla-"  # before the name of each property of ours, so that it meets nobody else's
_CLAUSE, _SECTION = "_MLA_c_", "_MLA_s_"  # Word hides a bookmark that begins with a line from its list
_LONGEST = 40  # characters of a bookmark's name, in Word
_SPOKEN = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Of what a file is: slugs of instrument and edition ("" for the working text), the edition's symbol, language,
    variant ("clean", "redline", "compilation"; "" where a file says nothing), options of scope."""

    instrument: str = ""
    edition: str = ""
    symbol: str = ""
    language: str = ""
    variant: str = ""
    under: str = ""

    def properties(self) -> list[tuple[str, str]]:
        """As properties of a file: name and value, those that say something."""
        return [(PROPERTY + name, value) for name, value in asdict(self).items() if value]


NOWHERE = Origin()  # of a file that does not say where it is from


def clause_mark(identity: str) -> str:
    """The bookmark of a clause; "" for an identity that no bookmark can carry."""
    return _mark(_CLAUSE, identity)


def section_mark(anchor: str) -> str:
    """The bookmark of a heading; "" for an anchor that no bookmark can carry."""
    return _mark(_SECTION, re.sub(r"[^A-Za-z0-9]", "_", anchor))


def marked_clause(name: str) -> str:
    """The clause that a bookmark is of; "" for any other bookmark."""
    return name.removeprefix(_CLAUSE) if name.startswith(_CLAUSE) else ""


def is_clause_mark(name: str) -> bool:
    return name.startswith(_CLAUSE)


def is_ours(name: str) -> bool:
    return name.startswith((_CLAUSE, _SECTION))


def _mark(kind: str, said: str) -> str:
    name = kind + said
    return name if _SPOKEN.fullmatch(said) and len(name) <= _LONGEST else ""


def origin_of(properties: Element | None) -> Origin:
    """What the custom properties of a file say; an empty one where they say nothing, or the file has none."""
    found: dict[str, str] = {}
    for one in () if properties is None else properties:
        name = (one.get("name") or "").removeprefix(PROPERTY)
        if isinstance(one.tag, str) and (one.get("name") or "").startswith(PROPERTY):
            found[name] = "".join(map(str, one.itertext())).strip()
    return Origin(**{one.name: found.get(one.name, "") for one in fields(Origin)})
