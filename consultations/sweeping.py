"""Everything about letters that somebody has to think of now and then, because no act does."""

import logging
from collections.abc import Callable
from dataclasses import asdict

from consultations.delivering import deliver, never
from consultations.gathering import discard_unwanted, gather
from consultations.reminding import remind

logger = logging.getLogger(__name__)


def sweep(stop: Callable[[], bool] = never) -> dict[str, int]:
    """Write the letters of the clock, discard what nobody wants, gather the summaries, send what is due; how many of
    each. What goes wrong in one step is logged and does not keep the others; any number of sweeps may run at once."""
    steps: list[tuple[str, Callable[[], int]]] = [
        ("reminders", remind),
        ("discarded", discard_unwanted),
        ("summaries", gather),
    ]
    done = {}
    for name, step in steps:
        try:
            done[name] = step()
        except Exception:  # whatever it is: letters that wait are sent all the same
            logger.exception("The step “%s” of the letters failed", name)
    return {**done, **asdict(deliver(stop))}
