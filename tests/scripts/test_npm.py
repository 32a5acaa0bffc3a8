"""Choice of Node: the machine's if it is recent enough, else that of a PyPI package."""

import sys
from pathlib import Path

import pytest

from scripts import npm


def on_the_path(folder: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> Path:
    """A machine that has a Node of this version."""
    for name, line in (("node", f"echo {version}"), ("npm", "echo 11")):
        (folder / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder / "npm"


@pytest.mark.parametrize("version", ["v20.19.0", "v22.1.0", "v100.0.0"])
def test_a_young_enough_node_of_the_machine_is_used(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = on_the_path(tmp_path, monkeypatch, version)
    assert npm.machine_npm() == str(there)


@pytest.mark.parametrize("version", ["v18.20.8", "v20.18.3", "nonsense"])
def test_an_old_node_of_the_machine_is_left_alone(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_path(tmp_path, monkeypatch, version)
    assert npm.machine_npm() is None


def test_without_a_node_of_the_machine_the_package_s_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "npm").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert npm.machine_npm() is None
    assert npm.wheel_npm() == str(tmp_path / "npm")
