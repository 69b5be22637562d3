"""send_letters: the letters that are due, once or for ever."""

import logging
import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from consultations.sweeping import sweep
from mla_portal.commands import say

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Writes the letters of the clock, gathers daily summaries and sends what is due; with --loop until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="look again and again, as a process beside the worker")
        parser.add_argument("--every", type=float, default=20, metavar="SECONDS")

    def handle(self, *, loop: bool, every: float, **options: Any) -> None:
        if not loop:
            say(self.stdout, **sweep())
            return
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())  # the letter in hand is sent, then it ends
        while not stopped.is_set():
            close_old_connections()
            try:
                sweep(stopped.is_set)
            except Exception:  # a database that is away for a minute must not end the letters for good
                logger.exception("The letters could not be looked through; trying again")
            stopped.wait(every)
