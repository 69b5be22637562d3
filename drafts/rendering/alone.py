"""Pages of HTML that are read from a disk: with their looks in their own head, and nothing that needs a network."""

from pathlib import Path

_SHEETS = Path(__file__).parents[2] / "static" / "css"


def standing_alone(page: str, *sheets: str) -> str:
    """The page with these of the portal's stylesheets, by the names of their files, in its head."""
    looks = "".join((_SHEETS / name).read_text(encoding="utf-8") for name in sheets)
    return page.replace("</head>", f"<style>{looks}</style></head>", 1)
