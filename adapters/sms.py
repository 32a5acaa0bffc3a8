"""Text messages through an HTTP gateway, or into the outbox folder of the demo.

The gateway receives one request for each message:

    POST <sms_url>
    Authorization: Bearer <sms_token>
    Content-Type: application/json
    Idempotency-Key: <32 hexadecimal digits, the same when the request is repeated>

    {"from": "<sms_sender>", "to": "+41791234567", "text": "…"}

Any status 2xx means that the message was accepted. After 429, 5xx, a broken connection or a timeout
the request is repeated at most twice after a short pause; any other status is final. The time limit
is ten seconds in all.
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

ATTEMPTS: Final = 3
PAUSE_SECONDS: Final = 0.3
LIMIT_SECONDS: Final = 10.0


class Sms(Protocol):
    """Sender of text messages."""

    async def send(self, to: str, text: str) -> None:
        """Send the message, or raise `errors.Unavailable`."""


@dataclass(frozen=True, slots=True)
class OutboxSms:
    """Text messages written into a folder and printed on the console, for the demo."""

    folder: Path

    async def send(self, to: str, text: str) -> None:
        """Write the message into the folder."""
        await write_to_outbox(self.folder, "sms", f"To: {to}\n\n{text}\n")
        print(f"[sms] to {to}: {text}", flush=True)


class _NoRedirects(HTTPRedirectHandler):
    """Handler that follows no redirect: message and token go only to the configured URL."""

    def redirect_request(self, *_: object) -> None:
        """Return None to follow no redirect."""


_OPENER = build_opener(_NoRedirects)
_THREADS: Final = ThreadPoolExecutor(8, "sms")
"""Own threads, so that a gateway that does not respond blocks nothing else."""


@dataclass(frozen=True, slots=True)
class GatewaySms:
    """Text messages by the gateway at `url`."""

    url: str
    token: str
    sender: str

    async def send(self, to: str, text: str) -> None:
        """Send the message within ten seconds, or raise `Unavailable`."""
        body = {"from": self.sender, "to": to.replace(" ", ""), "text": text}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": token_hex(16),
        }
        request = Request(self.url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - the operator's address
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                accepted = await self._send(request)
        except TimeoutError:
            accepted = False
        if not accepted:
            LOG.warning("the gateway took no text message")
            raise Unavailable(gettext("The text message could not be sent. Try again later."))

    async def _send(self, request: Request) -> bool:
        for attempt in range(1, ATTEMPTS + 1):
            status = await asyncio.get_running_loop().run_in_executor(_THREADS, _post, request)
            if status is not None and status != 429 and status < 500:
                return 200 <= status < 300
            if attempt < ATTEMPTS:
                await asyncio.sleep(PAUSE_SECONDS * attempt)
        return False


def _post(request: Request) -> int | None:
    """Return the status of the gateway's response; None if there is no response."""
    try:
        with _OPENER.open(request, timeout=LIMIT_SECONDS / 2) as response:
            return int(response.status)
    except HTTPError as error:
        error.close()
        return error.code
    except (OSError, HTTPException):
        return None
