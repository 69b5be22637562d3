"""The way to the mail server: SMTP that says whether a broken dialogue broke before or after the letter was handed
over. Python's own raises the same exception for both, and only one of them leaves a doubt.
"""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class CutShort(smtplib.SMTPServerDisconnected):
    """The connection ended after the letter was begun: the server may have taken it."""


class _Noting:
    """Put before an SMTP class: what goes wrong from DATA on, without an answer, is a CutShort."""

    def data(self, msg: Any) -> Any:
        try:
            return super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPServerDisconnected as problem:
            raise CutShort(str(problem)) from problem


class _Plain(_Noting, smtplib.SMTP):
    pass


class _Encrypted(_Noting, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's, with that distinction."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def open(self) -> bool | None:
        """Greets the server too: whoever has it open needs nothing more than the letter's own dialogue."""
        opened = super().open()
        if opened and self.connection:
            self.connection.ehlo_or_helo_if_needed()
        return opened
