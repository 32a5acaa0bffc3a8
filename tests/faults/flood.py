"""A flood, in a process of its own: many connections that send one query as fast as they are answered, and count the responses.

python -m tests.faults.flood PORT SECONDS CONNECTIONS [HEADER …]     prints {"seconds": …, "answers": {"429": …}}
"""

import asyncio
import json
import sys
import time
from collections import Counter

QUESTION = b'{"query": "{ contact(topic: LOST_IDENTIFIER) { phone } }"}'
END_OF_HEAD, LENGTH = b"\r\n\r\n", b"content-length: "


class Attacker(asyncio.Protocol):
    """One connection: the next request goes out when the answer to the last one is whole."""

    def __init__(self, request: bytes, answers: Counter[int], until: float) -> None:
        self._request, self._answers, self._until = request, answers, until
        self._received = b""
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(END_OF_HEAD)
        if not separator or len(body) < int(
            head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
        ):
            return
        self._answers[int(head[9:12])] += 1
        self._received = b""
        if time.monotonic() < self._until:
            self._transport.write(self._request)
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if time.monotonic() < self._until:
            self._answers[0] += 1
        self.ended.set_result(None)


async def flood(
    port: int, seconds: float, connections: int, headers: list[str]
) -> dict[str, object]:
    """The answers by status; 0 stands for a connection that was cut."""
    fields = [
        "Host: x",
        "Content-Type: application/json",
        f"Content-Length: {len(QUESTION)}",
        *headers,
    ]
    request = "\r\n".join(["POST /graphql HTTP/1.1", *fields, "", ""]).encode() + QUESTION
    answers: Counter[int] = Counter()
    began = time.monotonic()
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(
            lambda: Attacker(request, answers, began + seconds), "127.0.0.1", port
        )
        for _ in range(connections)
    ]
    await asyncio.gather(*(attacker.ended for _, attacker in made))
    return {"seconds": time.monotonic() - began, "answers": answers}


if __name__ == "__main__":
    port, seconds, connections, *headers = sys.argv[1:]
    print(json.dumps(asyncio.run(flood(int(port), float(seconds), int(connections), headers))))
