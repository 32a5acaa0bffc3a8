"""Buffered lines of requests: written several at a time, in order, none lost, in pieces that a pipe keeps whole."""

import asyncio
import select
import sys
import threading
from collections.abc import Iterator

import orjson
import pytest
import structlog

from logs import LOG, REQUEST_LOG, WRITER
from logs.buffered_writer import FLUSH_SECONDS, BufferedWriter, UnboundLogger


class Written(list[bytes]):
    """Pieces that were written, in order."""

    def lines(self) -> list[bytes]:
        return b"".join(self).splitlines()


def holding() -> tuple[BufferedWriter, Written]:
    written = Written()
    together = BufferedWriter(written.append)
    together.buffers = True
    return together, written


def test_lines_of_a_moment_are_one_write() -> None:
    async def serve() -> None:
        together, written = holding()
        for number in range(3):
            together.info(b"%d\n" % number)
        assert written == []
        await asyncio.sleep(FLUSH_SECONDS * 3)
        assert written == [b"0\n1\n2\n"]
        together.info(b"3\n")
        await asyncio.sleep(FLUSH_SECONDS * 3)
        assert written == [b"0\n1\n2\n", b"3\n"]

    asyncio.run(serve())


def test_a_piece_is_no_longer_than_a_pipe_takes_whole() -> None:
    async def serve() -> None:
        together, written = holding()
        for number in range(100):
            together.info(b"%099d\n" % number)
        together.info(b"x" * 5_000 + b"\n")
        together.flush()
        assert [int(line) for line in written.lines()[:-1]] == list(range(100))
        assert all(len(piece) <= select.PIPE_BUF for piece in written[:-1])
        assert 3 <= len(written) <= 5, "and not many more pieces than there must be"

    asyncio.run(serve())


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns after each microsecond."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_threads")
def test_lines_of_two_threads_stay_whole() -> None:
    async def serve() -> None:
        together, written = holding()
        done = threading.Event()

        def flush() -> None:
            while not done.is_set():
                together.flush()

        threads = [threading.Thread(target=flush) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(50_000):
            together.info(b"%d\n" % number)
        done.set()
        for thread in threads:
            thread.join()
        together.flush()
        assert sorted(int(line) for line in written.lines()) == list(range(50_000))

    asyncio.run(serve())


def test_other_records_come_after_the_lines_before_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def serve() -> None:
        written = Written()
        monkeypatch.setattr(WRITER, "write", written.append)
        monkeypatch.setattr(WRITER.requests, "buffers", True)
        REQUEST_LOG.info("operation")
        assert written == []
        LOG.info("another")
        assert [orjson.loads(line)["event"] for line in written.lines()] == ["operation", "another"]

    asyncio.run(serve())


def test_without_a_server_nothing_waits() -> None:
    written = Written()
    together = BufferedWriter(written.append)
    together.info(b"0\n")
    assert written == [b"0\n"]


def test_facts_go_through_each_processor() -> None:
    written = Written()
    together = BufferedWriter(written.append)
    processors = [
        lambda _, level, facts: {**facts, "level": level},
        lambda *told: orjson.dumps(told[2]),
    ]
    logger = structlog.wrap_logger(
        together, processors=processors, wrapper_class=UnboundLogger
    ).bind()
    logger.info("operation", status=200)
    assert orjson.loads(written[0]) == {"event": "operation", "status": 200, "level": "info"}
