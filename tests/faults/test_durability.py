"""The order of durability as the kernel sees it: bytes, name and folder are on the disk before the row is, and that before the answer."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.faults.server import UPLOAD, Served, multipart
from tests.support.claim_files import PDF

pytestmark = pytest.mark.faults

CALLS = "openat,rename,renameat,renameat2,fsync,fdatasync,write,writev,sendto,sendmsg"
CALL = re.compile(
    r"^(?P<thread>\d+) +(?:(?P<name>\w+)\((?P<begun>.*)|<\.\.\. (?P<resumed>\w+) resumed>(?P<rest>.*))$"
)


@dataclass
class Called:
    """A system call: in which line of the trace it began, and in which it was done."""

    name: str
    arguments: str
    began: int
    done: int


def test_an_answer_comes_after_all_that_makes_it_durable(
    install: Callable[..., Served], tmp_path: Path
) -> None:
    if shutil.which("strace") is None:
        pytest.skip("NO STRACE: apt-get install strace; the order of durability is not looked at")
    served, trace = install(), tmp_path / "trace"
    tracing = ("strace", "-D", "-f", "-y", "-s", "200", "-o", str(trace), "-e", f"trace={CALLS}")
    served.start(under=tracing)
    claim = served.draft()
    before = len(trace.read_text().splitlines())
    with served.client() as client:
        answer = client.post(
            "/graphql",
            **multipart(UPLOAD, [("certificat.pdf", PDF + bytes(100_000))], claimId=claim),
        ).json()
    assert answer["data"]["uploadDocuments"]["errors"] == []
    served.stop()
    calls = [call for call in called(trace) if call.began >= before]
    (row,) = served.sql("SELECT storage_key FROM document")
    steps = list(ordered(calls, row["storage_key"], served))
    print(f"\norder of durability: {' → '.join(name for name, _ in steps)}", flush=True)
    for (name, earlier), (next_name, later) in pairwise(steps):
        assert earlier.done < later.began, f"{next_name} began before {name} was done"


def ordered(calls: list[Called], key: str, served: Served) -> Iterator[tuple[str, Called]]:
    """The calls that make an upload durable, in the order that they have to come in."""
    temporary, final = served.documents / "incoming" / key, served.documents / key[:2] / key
    yield "temporary name", one(calls, "openat", str(temporary), "O_EXCL")
    yield "fsync of the file", one(calls, "fsync", f"<{temporary}>")
    yield "rename", one(calls, "rename", str(temporary), str(final))
    yield "fsync of its folder", one(calls, "fsync", f"<{final.parent}>")
    yield "fsync of the folder above", one(calls, "fsync", f"<{served.documents}>")
    answer = last(calls, "", "HTTP/1.1 200 OK")
    meanwhile = [call for call in calls if call.began < answer.began]
    if served.database_url.startswith("sqlite"):
        yield "commit (fdatasync of the WAL)", last(meanwhile, "fdatasync", ".sqlite3-wal>")
    else:
        yield "commit (asked of PostgreSQL)", last(meanwhile, "", "COMMIT;")
    yield "answer", answer


def one(calls: list[Called], name: str, *parts: str) -> Called:
    """The one call with all these in its arguments."""
    (found,) = [
        call
        for call in calls
        if call.name.startswith(name) and all(part in call.arguments for part in parts)
    ]
    return found


def last(calls: list[Called], name: str, part: str) -> Called:
    """The last call with this in its arguments."""
    return [call for call in calls if call.name.startswith(name) and part in call.arguments][-1]


def called(trace: Path) -> list[Called]:
    """The calls of a trace, those that were interrupted by other threads put together."""
    calls: list[Called] = []
    unfinished: dict[str, Called] = {}
    for number, line in enumerate(trace.read_text(errors="replace").splitlines()):
        match = CALL.match(line)
        if match is None:
            continue
        if match["name"] is None:
            if call := unfinished.pop(match["thread"], None):
                call.done, call.arguments = number, call.arguments + match["rest"]
            continue
        call = Called(match["name"], match["begun"], number, number)
        calls.append(call)
        if call.arguments.endswith("<unfinished ...>"):
            unfinished[match["thread"]] = call
    return calls
