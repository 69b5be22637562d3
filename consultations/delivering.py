"""Sending what is in the outbox. A letter leaves at most once by itself.

SMTP cannot say “exactly once”: when a worker dies, or the mail server falls silent, while a letter is handed over,
nobody knows whether it left (RFC 1047). Of the two ways to go on, the portal takes the one that never sends twice: such
a letter goes back to the outbox as failed, says why, and stands on the secretariat's page until somebody decides.
States take a second letter about a deadline for news; and what a letter tells stands in the portal anyway. Sent again
by hand it has the same Message-ID, so that mail programs which compare them show one.

The doubt is kept narrow: the connection is made before a letter is claimed, the claim is the last thing before the
dialogue. What the server refused, for now or for good, is no doubt: it is tried again later, or failed at once.
"""

import logging
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from consultations.letterhead import message_of
from consultations.models import Notice
from mla_portal.mail import CutShort

logger = logging.getLogger(__name__)

BURST = 20  # letters on one connection: mail servers close one that has brought a hundred, or was idle
WAITS = [timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)]


@dataclass
class Delivered:
    """What became of the letters that were due."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def never() -> bool:
    return False


def deliver(stop: Callable[[], bool] = never) -> Delivered:
    """Send every letter that is due; any number of workers may do so at once. `stop` is asked between two letters.

    Without a mail server nothing is claimed and the letters wait; that is no attempt.
    """
    done = Delivered()
    declare_unsure(timezone.now())
    while not stop():
        waiting = list(Notice.objects.due(timezone.now()).values_list("pk", flat=True)[:BURST])
        if not waiting:
            break
        connection = mail.get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as problem:
            logger.warning("The mail server cannot be reached, letters wait: %s", problem)
            break
        try:
            _send_burst(waiting, connection, done, stop)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.close()
    return done


def declare_unsure(now: datetime) -> int:
    """What a worker that died had in hand goes back to the outbox as failed; how many."""
    return Notice.objects.abandoned(now).update(state=Notice.State.FAILED, failure=Notice.UNSURE)


def _send_burst(waiting: list[int], connection: Any, done: Delivered, stop: Callable[[], bool]) -> None:
    """Letters on one connection, until one is not taken: after that the dialogue may be out of step."""
    for pk in waiting:
        if stop():
            return
        claimed_at = timezone.now()
        if not Notice.objects.claim(pk, claimed_at):
            continue
        if not _send(Notice.objects.get(pk=pk), claimed_at, connection, done):
            return


def _send(letter: Notice, claimed_at: datetime, connection: Any, done: Delivered) -> bool:
    """Hand one claimed letter over and write down what became of it; whether it was taken."""
    held = Notice.objects.claimed(letter.pk, claimed_at)
    try:
        message = message_of(letter)
    except Exception as problem:  # whatever is wrong with one letter must not stop the others
        logger.exception("Letter %s cannot be written as a message", letter.pk)
        held.update(state=Notice.State.FAILED, failure=f"It cannot be written as a message: {problem}"[:300])
        done.failed += 1
        return False
    try:
        connection.send_messages([message])
    except Exception as problem:  # the same; what is not an answer of the server is a doubt
        _record_failure(letter, held, problem, done)
        return False
    # An invitation's secret opens an account: once it is on its way, only its hash is kept.
    held.update(state=Notice.State.SENT, sent_at=timezone.now(), failure="", words=letter.shown_words)
    done.sent += 1
    return True


def _record_failure(letter: Notice, held: Any, problem: Exception, done: Delivered) -> None:
    code, said = answer_of(problem)
    logger.warning("Letter %s was not taken: %s", letter.pk, problem)
    if code == 0:
        held.update(state=Notice.State.FAILED, failure=Notice.UNSURE)
    elif code < 500 and letter.attempts <= len(WAITS):
        later = timezone.now() + WAITS[letter.attempts - 1]
        held.update(state=Notice.State.WAITING, due_at=later, failure=f"Not taken yet: {said}"[:300])
        done.postponed += 1
        return
    else:
        held.update(state=Notice.State.FAILED, failure=f"The mail server refused it: {said}"[:300])
    done.failed += 1


def answer_of(problem: Exception) -> tuple[int, str]:
    """The mail server's answer, code and words; code 0 where it gave none and nobody knows whether it took the letter.

    RFC 5321, 4.2.1: 4xx is “not now”, 5xx is “no”. A dialogue that broke before the letter was handed over is a “not
    now”; without an answer from a backend that is not ours there is no knowing.
    """
    code, said = 0, str(problem)  # type: int, str | bytes
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
    elif isinstance(problem, smtplib.SMTPResponseException):
        code, said = problem.smtp_code, problem.smtp_error
    elif isinstance(problem, smtplib.SMTPNotSupportedError):
        code = 550  # such as an address with letters that this server cannot carry
    elif isinstance(problem, smtplib.SMTPServerDisconnected) and not isinstance(problem, CutShort):
        code = 421
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return max(code, 0), f"{code} {words}"
