"""What stands below a clause of the sheet when its reader asks since when it has had its present words."""

from __future__ import annotations

from html import escape


def since_line(address: str, *, since: str, person: str = "", reason: str = "") -> str:
    """ "In its present words since 14 September 2022, by …, because of …": the day leads to the version. Without a
    person for readers to whom only the edition is known."""
    link = f'<a href="{escape(address)}">{escape(since, quote=False)}</a>'
    by = f", by {escape(person, quote=False)}: “{escape(reason, quote=False)}”" if person else ""
    return f'<p class="since">In its present words since {link}{by}</p>'
