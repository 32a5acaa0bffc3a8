"""Text messages: through a gateway, or into the outbox folder of the demonstration.

The gateway is asked by HTTP, one request for each message:

    POST <sms_url>
    Authorization: Bearer <sms_token>
    Content-Type: application/json
    Idempotency-Key: <32 hexadecimal digits, the same when the request is repeated>

    {"from": "<sms_sender>", "to": "+41791234567", "text": "…"}

Any status 2xx means that it has taken the message. After 429, 5xx, a broken connection or silence it is asked again,
twice, a moment later; any other status is final. It has ten seconds in all.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from secrets import token_hex
from typing import Final, Protocol
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from adapters.mail import write_to_outbox
from errors import Unavailable
from i18n import gettext
from logs import LOG

TRIES: Final = 3
PAUSE_SECONDS: Final = 0.3
LIMIT_SECONDS: Final = 10.0


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


class _NoRedirects(HTTPRedirectHandler):
    """The message and the token go where the settings say, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


_OPENER = build_opener(_NoRedirects)
_THREADS: Final = ThreadPoolExecutor(8, "sms")
"""Of their own: while a gateway is silent, nothing else waits for a thread."""


@dataclass(frozen=True, slots=True)
class GatewaySms:
    """Sends by the gateway at `url`."""

    url: str
    token: str
    sender: str

    async def send(self, to: str, text: str) -> None:
        """Hand the message over within ten seconds, or raise `Unavailable`."""
        body = {"from": self.sender, "to": to.replace(" ", ""), "text": text}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": token_hex(16),
        }
        request = Request(self.url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - the operator's address
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                taken = await self._send(request)
        except TimeoutError:
            taken = False
        if not taken:
            LOG.warning("the gateway took no text message")
            raise Unavailable(gettext("The text message could not be sent. Try again later."))

    async def _send(self, request: Request) -> bool:
        for tried in range(1, TRIES + 1):
            status = await asyncio.get_running_loop().run_in_executor(_THREADS, _post, request)
            if status is not None and status != 429 and status < 500:
                return 200 <= status < 300
            if tried < TRIES:
                await asyncio.sleep(PAUSE_SECONDS * tried)
        return False


def _post(request: Request) -> int | None:
    """The status that the gateway answers; None where it answers nothing."""
    try:
        with _OPENER.open(request, timeout=LIMIT_SECONDS / 2) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
    except (OSError, HTTPException):
        return None
