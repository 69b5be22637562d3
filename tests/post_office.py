"""A mail server for one test: speaks enough SMTP (RFC 5321) for a real dialogue, and does what the test wants at a
stage of it. Peer of our worker, so that nothing of ours is played."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "end")
PLAIN = {"connect": "220 ready", "DATA": "354 go on", "end": "250 taken", "QUIT": "221 bye"}


@dataclass
class PostOffice:
    """`taken`: every message that came whole. `answers`: other answers than the plain ones, by stage. `at`: called
    with each stage before it is answered; returning True ends the connection there, without a word."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    at: Callable[[str], bool] = lambda stage: False

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()

    class Counter(socketserver.StreamRequestHandler):
        def answer(self, stage: str) -> bool:
            """False where the dialogue ends here."""
            if office.at(stage):
                return False
            self.wfile.write((office.answers.get(stage) or PLAIN.get(stage, "250 good")).encode() + b"\r\n")
            return True

        def handle(self) -> None:
            going = self.answer("connect")
            while going and (line := self.rfile.readline()):
                stage = line[:4].decode().upper().strip()
                going = self.answer(stage) and stage != "QUIT"
                if going and stage == "DATA" and "DATA" not in office.answers:
                    lines = iter(self.rfile.readline, b".\r\n")
                    letter = message_from_bytes(b"".join(lines), policy=policy.default)
                    if "end" not in office.answers:
                        office.taken.append(letter)
                    going = self.answer("end")

    class Hall(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Hall(("127.0.0.1", 0), Counter) as hall:
        office.port = hall.server_address[1]
        threading.Thread(target=hall.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield office
        hall.shutdown()
