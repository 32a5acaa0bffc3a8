"""Text messages: into the outbox folder of the demonstration. A gateway is an adapter of the same shape."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from adapters.mail import write_to_outbox


class Sms(Protocol):
    """Sends a text to a phone number."""

    async def send(self, to: str, text: str) -> None:
        """Hand the message over, or raise `errors.Unavailable`."""


@dataclass(frozen=True, slots=True)
class OutboxSms:
    """Writes each message into a folder and on the console: for the demonstration."""

    folder: Path

    async def send(self, to: str, text: str) -> None:
        """Write the message into the folder."""
        await write_to_outbox(self.folder, "sms", f"To: {to}\n\n{text}\n")
        print(f"[sms] to {to}: {text}", flush=True)
