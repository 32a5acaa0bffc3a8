"""Mail through an SMTP server, or into a folder if none is set. Mails contain no health data."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTPUTF8
from email.utils import format_datetime, make_msgid
from pathlib import Path
from secrets import token_hex
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiofiles
import aiosmtplib

from errors import StartError, Unavailable
from i18n import gettext
from logs import LOG


class Mail(Protocol):
    """Sender of plain-text mails."""

    async def send(self, to: str, subject: str, text: str) -> None:
        """Send the message, or raise `Unavailable`."""


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """Mail by `smtp://user:password@host:port` (STARTTLS if offered) or `smtps://…`."""

    url: str
    sender: str

    async def send(self, to: str, subject: str, text: str) -> None:
        """Send the message within ten seconds, or raise `Unavailable`."""
        server = urlsplit(self.url)
        try:
            await aiosmtplib.send(
                compose(self.sender, to, subject, text),
                hostname=server.hostname,
                port=server.port,
                username=unquote(server.username) if server.username else None,
                password=unquote(server.password) if server.password else None,
                use_tls=server.scheme == "smtps",
                timeout=10,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            LOG.warning("no answer of the mail server", kind=type(error).__name__)
            raise Unavailable(
                gettext("The mail server does not answer. Try again later.")
            ) from error


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """Mail written into a folder and printed on the console, for the demo."""

    folder: Path
    sender: str

    async def send(self, to: str, subject: str, text: str) -> None:
        """Write the message into the folder in readable form."""
        readable = (
            compose(self.sender, to, subject, text, encoding="8bit")
            .as_bytes(policy=SMTPUTF8)
            .decode()
        )
        await write_to_outbox(self.folder, "eml", readable)
        print(f"[mail] to {to}: {subject}\n{text}", flush=True)


def compose(
    sender: str, to: str, subject: str, text: str, encoding: str | None = None
) -> EmailMessage:
    """Return the message, with its date and a new message id."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain="guichet")
    message.set_content(text, cte=encoding)
    return message


async def write_to_outbox(folder: Path, ending: str, text: str) -> None:
    """Write a message into the outbox folder; the file names sort by time."""
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{token_hex(3)}.{ending}"
    try:
        async with aiofiles.open(folder / name, "x", encoding="utf-8") as file:
            await file.write(text)
    except OSError as error:
        raise Unavailable(gettext("The outbox cannot be written. Try again later.")) from error


def open_outbox(folder: Path) -> Path:
    """Create the folder and check that it is writable; raises `StartError` if it is not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f"{token_hex(8)}.probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StartError(
            f"The folder of the outbox, {folder}, cannot be written: {error.strerror}."
        ) from None
    return folder
