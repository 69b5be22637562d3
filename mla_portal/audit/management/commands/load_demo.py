"""load_demo: the demonstration conference, replayed once."""

from typing import Any

from django.core.management.base import BaseCommand

from mla_portal.demonstration import load_demonstration


class Command(BaseCommand):
    help = (
        "Replays the demonstration conference from fixtures/ through the verbs; does nothing where it is there already."
    )

    def handle(self, **options: Any) -> None:
        loaded = load_demonstration()
        if loaded.already_there:
            self.stdout.write("The demonstration conference is there already.")
            return
        counts = ", ".join(f"{count} {name}" for name, count in loaded.counts.items())
        self.stdout.write(f"The demonstration conference is loaded: {counts}.")
