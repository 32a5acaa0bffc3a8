"""People who read and write at a steady pace, whatever happens to the server, and note each answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2 as httpx

from tests.faults.server import DRAFT, Served

READ = "{ viewer { role } claims(first: 5) { edges { node { number documents { name } } } } company { name } }"


@dataclass(frozen=True)
class Asked:
    """One request: when it began and ended, and what came of it: `fine`, the error's code, or what broke."""

    began: float
    ended: float
    outcome: str

    @property
    def seconds(self) -> float:
        return self.ended - self.began


@dataclass
class Load:
    """So many requests a second, every third of them a mutation."""

    served: Served
    per_second: int = 50
    asked: list[Asked] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    """The references of the claims whose drafting was answered."""

    def during(self, faults: Callable[[], Awaitable[None]]) -> None:
        """Ask for as long as the faults last, and to the end of each request."""
        asyncio.run(self._run(faults))

    async def _run(self, faults: Callable[[], Awaitable[None]]) -> None:
        unlimited = httpx.Limits(max_connections=None, max_keepalive_connections=20)
        headers = {"Authorization": f"Bearer {self.served.token}", "Accept-Language": "en"}
        async with (
            httpx.AsyncClient(
                base_url=self.served.url,
                headers=headers,
                timeout=20,
                limits=unlimited,
                trust_env=False,
            ) as client,
            asyncio.TaskGroup() as requests,
        ):
            inflicted = requests.create_task(faults())
            for number in count():
                if inflicted.done():
                    break
                requests.create_task(self._ask(client, number))
                await asyncio.sleep(1 / self.per_second)

    async def _ask(self, client: httpx.AsyncClient, number: int) -> None:
        began, reference = time.monotonic(), f"load-{number}"
        body = (
            {"query": DRAFT, "variables": {"reference": reference}}
            if number % 3 == 0
            else {"query": READ}
        )
        try:
            answer = (await client.post("/graphql", json=body)).json()
            outcome = _outcome(answer)
        except (httpx.TransportError, ValueError) as error:
            outcome = type(error).__name__
        if outcome == "fine" and number % 3 == 0:
            self.acknowledged.append(reference)
        self.asked.append(Asked(began, time.monotonic(), outcome))

    def failed(self, start: float, end: float) -> list[Asked]:
        """The requests that failed, of those that were answered within this time."""
        return [one for one in self.asked if one.outcome != "fine" and start <= one.ended < end]

    def lost(self) -> list[str]:
        """Of the acknowledged claims those that are not there exactly once."""
        kept = [
            row["company_reference"]
            for row in self.served.sql("SELECT company_reference FROM claim")
        ]
        return [reference for reference in self.acknowledged if kept.count(reference) != 1]


def _outcome(answer: Any) -> str:
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    return "+".join(sorted(codes)) or "fine"
