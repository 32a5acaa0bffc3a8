"""The guide for front-end teams is correct: its blocks run from top to bottom against the real portal, and its tables are complete."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

import errors
from data.global_id import to_global_id
from tests.support import ROOT
from tests.support.claim_files import PDF
from tests.support.frontend_guide import GUIDE, codes_in_table
from tests.support.portal import Client, Mailbox
from tests.support.schema_walk import CORE
from tests.support.world import PASSWORD, World

EXAMPLE = ROOT / "clients" / "typescript"
FILES = ("certificat.pdf", "plan.pdf")


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text, its line in the guide, and the JSON block that shows its answer."""

    language: str
    text: str
    line: int
    answer: str | None = None


def blocks() -> list[Block]:
    """The guide's blocks, each with its answer."""
    fences = re.finditer(r"^```(\w*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    found = [Block(match[1], match[2], GUIDE[: match.start()].count("\n") + 1) for match in fences]
    followers = [*found[1:], Block("", "", 0)]
    pairs = zip(found, followers, strict=True)
    return [
        Block(b.language, b.text, b.line, after.text if after.language == "json" else None)
        for b, after in pairs
        if b.language != "json"
    ]


BLOCKS = blocks()


def of(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language]


def at_line(block: Block) -> str:
    return f"line {block.line}"


FOR_ADMINISTRATORS = ("previewAccessChange", "visibleTo")
"""Fields that the guide tells administrators of."""


class Reader:
    """A front-end developer who tries the guide in a folder of their own, as a user with the access CLAIMS."""

    def __init__(self, world: World, mailbox: Mailbox, folder: Path) -> None:
        self.user = world.a.people["user with claims"].user
        self.portal, self.mailbox, self.folder, self.read_mails = world.portal, mailbox, folder, 0
        claims = [to_global_id(world.claim()) for _ in range(3)]
        self.administrator = world.client("administrator with user management")
        self.known: dict[str, str] = {"CLAIM": claims[0]}
        self.variables = {
            "id": claims[0],
            "ids": claims,
            "user": to_global_id(self.user),
            "accesses": ["CLAIMS"],
        }
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        for name in FILES:
            (folder / name).write_bytes(PDF)

    def follow(self, block: Block) -> dict[str, Any] | None:
        """Do what the block says; returns the answer, None for a download."""
        return self.ask(block.text) if block.language == "graphql" else self.run(block.text)

    def ask(self, document: str) -> dict[str, Any]:
        declared = {
            name: value for name, value in self.variables.items() if f"${name}:" in document
        }
        client = (
            self.administrator
            if any(field in document for field in FOR_ADMINISTRATORS)
            else Client(self.portal, self.known["TOKEN"])
        )
        answer: dict[str, Any] = client.ask(document, **declared).response.json()
        self.learn(answer)
        return answer

    def run(self, script: str) -> dict[str, Any] | None:
        here = {
            "http://127.0.0.1:8000": self.portal.url,
            "10482201": self.user.identifier,
            "demo-Geneve-2026": PASSWORD,
        }
        if "123456" in script:
            here["123456"] = self.mailbox.code(self.user.email, beyond=self.read_mails)
            self.read_mails = len(self.mailbox.to(self.user.email))
        for shown, real in here.items():
            script = script.replace(shown, real)
        environment, folder = (
            {"PATH": os.environ["PATH"], **self.known},
            self.downloads if "$LINK" in script else self.folder,
        )
        done = subprocess.run(
            ["bash", "-euc", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert done.returncode == 0, done.stderr
        if not done.stdout:
            return None
        answer: dict[str, Any] = json.loads(done.stdout)
        self.learn(answer)
        return answer

    def learn(self, answer: Any) -> None:
        """Keep the token and the link that an answer holds."""
        for name, value in leaves(answer):
            if value and name in ("token", "downloadUrl"):
                self.known["TOKEN" if name == "token" else "LINK"] = value


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The leaves of an answer, each with the name of its field."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    else:
        yield name, value


def fits(shown: Any, answered: Any) -> bool:
    """Return True if a response equals the one in the guide; `…` stands for any text."""
    if isinstance(shown, dict) and isinstance(answered, dict):
        return shown.keys() == answered.keys() and all(
            fits(shown[key], answered[key]) for key in shown
        )
    if isinstance(shown, list) and isinstance(answered, list):
        return len(shown) == len(answered) and all(map(fits, shown, answered))
    if isinstance(shown, str) and isinstance(answered, str):
        return (
            re.fullmatch(".+".join(map(re.escape, shown.split("…"))), answered, re.DOTALL)
            is not None
        )
    return bool(shown == answered)


def forget_costs(shown: Any, answered: Any) -> None:
    """Each answer tells its cost: compare it where the guide shows it, but for what is left, which is another number each time."""
    if "extensions" not in shown:
        answered.pop("extensions", None)
        return
    left = [answer["extensions"]["cost"].pop("remaining") for answer in (shown, answered)]
    assert all(isinstance(number, int) and number > 0 for number in left)


def test_the_guide_is_true_from_top_to_bottom(
    world: World, mailbox: Mailbox, tmp_path: Path
) -> None:
    if shutil.which("curl") is None:
        pytest.skip("NO CURL: install Debian's curl")
    reader = Reader(world, mailbox, tmp_path)
    for block in BLOCKS:
        if block.language == "ts":
            continue
        answer = reader.follow(block)
        if block.answer is not None:
            shown = json.loads(block.answer)
            forget_costs(shown, answer)
            assert fits(shown, answer), (
                f"line {block.line} answers {json.dumps(answer, ensure_ascii=False)}"
            )
        else:
            assert answer is None or "errors" not in answer, f"line {block.line} answers {answer}"
    (downloaded,) = reader.downloads.iterdir()
    assert (downloaded.name, downloaded.read_bytes()) == (FILES[-1], PDF)


@pytest.mark.parametrize("block", of("graphql"), ids=at_line)
def test_every_document_of_the_guide_is_valid(block: Block) -> None:
    assert validate(CORE, parse(block.text)) == []


@pytest.mark.parametrize("block", of("ts"), ids=at_line)
def test_all_typescript_of_the_guide_is_the_example_s(block: Block) -> None:
    files = [*EXAMPLE.glob("*.ts"), *EXAMPLE.glob("src/*.ts"), *EXAMPLE.glob("relay/*.ts")]
    assert any(
        unindented(block.text) in unindented(file.read_text(encoding="utf-8")) for file in files
    )


def unindented(code: str) -> str:
    return "\n".join(line.strip() for line in code.splitlines())


def test_every_block_is_of_a_language_that_is_run() -> None:
    assert {block.language for block in BLOCKS} == {"graphql", "sh", "ts"}


def test_every_code_of_a_refusal_is_in_the_guide() -> None:
    own = {kind.code for kind in (errors.GuichetError, *errors.GuichetError.__subclasses__())} - {
        errors.Invalid.code
    }
    by_request = set(
        re.findall(
            r'RequestError\(\s*\d+,\s*"([A-Z_]+)"',
            sources("transport", "schema", "resolvers", "server", "pipeline", "data"),
        )
    )
    assert by_request
    assert codes_in_table("code of a refusal") == own | by_request


def test_every_code_of_a_payload_is_in_the_guide() -> None:
    written = re.findall(
        r'(?:\binvalid|\.add|\b_problem|\bproblem_at)\(\s*"([A-Z_]+)"'
        r'|\.identifier\([^)]*"([A-Z_]+)"\s*\)'
        r'|\breturn index, "([A-Z_]+)"',
        sources("resolvers", "data", "pipeline", "models"),
    )
    assert codes_in_table("code in a payload") == {
        code for groups in written for code in groups if code
    }


def test_every_code_that_the_schema_names_is_in_the_guide() -> None:
    """The source may build a code in a way that the test above does not see."""
    sdl = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")
    listed = re.findall(r"Codes in `errors`:([^.]*)", sdl)
    named = {code for codes in listed for code in re.findall(r"`([A-Z][A-Z_]+)`", codes)}
    assert len(named) > 30
    assert named <= codes_in_table("code in a payload")


def sources(*places: str) -> str:
    """The Python of these folders and files."""
    files = [
        path
        for place in places
        for path in (
            [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))
        )
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)
