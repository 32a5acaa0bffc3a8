"""The log of a process: unwritable, in the format for people, and with warnings of Python and its threads."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2 as httpx
import orjson
import pytest

from logs import LOG, WRITER, LogFormat, begin, report
from settings import Settings
from tests.support import ROOT
from tests.support.portal import Client, Portal, free_port
from tests.support.processes import serving

ROLE = "query Role { viewer { role } }"
HEXADECIMAL = re.compile(r"[0-9a-f]{16}")
Lines = list[dict[str, Any]]


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), BrokenPipeError(), BlockingIOError()]
)
def test_a_log_that_cannot_be_written_fails_no_request(
    fault: OSError, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: bytes) -> None:
        raise fault

    monkeypatch.setattr(WRITER, "write", fail)
    assert anonymous.ask(ROLE)["viewer"] is None


def test_a_value_that_is_no_json_is_logged_all_the_same(lines: Lines) -> None:
    LOG.info("event", fact=object(), text="fine")
    LOG.info("event", fact="\ud800")
    assert lines[0]["fact"] == "object"
    assert lines[1]["event"] == "a line could not be written"


def environment(settings: Settings, port: int) -> dict[str, str]:
    own = {
        "port": str(port),
        "database_url": settings.database_url,
        "documents": str(settings.documents),
        "outbox": str(settings.outbox),
    }
    return {**os.environ, **{f"GUICHET_{name.upper()}": value for name, value in own.items()}}


@pytest.mark.parametrize("broken_log", ["a full disk", "a closed pipe"])
def test_a_process_serves_on_when_its_log_is_gone(
    broken_log: str, portal: Portal, settings: Settings
) -> None:
    port = free_port()
    if broken_log == "a full disk":
        error = os.open("/dev/full", os.O_WRONLY)
    else:
        reading, error = os.pipe()
        os.close(reading)
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve"],
        cwd=ROOT,
        env=environment(settings, port),
        stderr=error,
    )
    os.close(error)
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            trust_env=False,
            transport=httpx.HTTPTransport(retries=8),
        ) as client:
            for query, status in ((ROLE, 200), ("{", 200), ("", 400)):
                assert client.post("/graphql", json={"query": query}).status_code == status
    finally:
        process.terminate()
        assert process.wait(30) == -signal.SIGTERM


def test_every_line_of_every_process_is_json(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    with (
        serving(settings, tmp_path / "log", "--workers", "2") as served,
        httpx.Client(base_url=served.url, trust_env=False) as client,
    ):
        for _ in range(4):
            client.post("/graphql", json={"query": ROLE}, headers={"X-Request-Id": "mine"})
    found = [orjson.loads(line) for line in served.log.read_bytes().splitlines()]
    assert [line["request"] for line in found if line["event"] == "operation"] == ["mine"] * 4
    assert {"Application startup complete.", "Application shutdown complete."} <= {
        line["event"] for line in found
    }
    assert all({"time", "level", "event"} <= set(line) for line in found)


def test_for_people_a_line_is_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(WRITER, "write", written.append)
    monkeypatch.setattr(WRITER, "form", LogFormat.CONSOLE)
    begin("abc")
    LOG.info("operation", name="Role", status=200)
    try:
        raise RuntimeError("Muster")
    except RuntimeError as error:
        report("fault", error, id="x")
    text = b"".join(written).decode()
    assert re.search(r"operation.*name.*Role.*status.*200", text)
    assert re.search(
        r"\n    builtins\.RuntimeError\n        tests/logs/test_log_process\.py:\d+:", text
    )
    assert "Muster" not in text


def test_a_python_warning_is_a_line(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """In a process of its own: `configure` takes the whole process over."""
    script = """
import logging, sys, threading, warnings
from logs import LogFormat, configure
configure(LogFormat.JSON)
warnings.simplefilter("always")
warnings.warn("Muster", RuntimeWarning)
def fail(): raise ValueError("Muster")
thread = threading.Thread(target=fail); thread.start(); thread.join()
class Failing:
    def __del__(self): fail()
Failing()
logging.getLogger("tortoise").info("Muster")
logging.getLogger("x").warning("a %d", "Muster")
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    found = [orjson.loads(line) for line in run.stderr.splitlines()]
    assert [line["event"] for line in found] == [
        "Python warns",
        "a thread ended",
        "nobody could catch this",
        "a",
    ]
    assert b"Muster" not in run.stderr
    assert found[0]["kind"] == "RuntimeWarning"
