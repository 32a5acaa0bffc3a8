"""Contents of a built wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support import ROOT
from transport.explorer import BUNDLE


@pytest.mark.browser
def test_the_bundle_and_its_notices_ship_inside_the_wheel(tmp_path: Path) -> None:
    if not (BUNDLE / "index.html").is_file():
        pytest.skip("NO EXPLORER: run make explorer")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {
        "explorer/dist/index.html",
        "explorer/dist/THIRD-PARTY-NOTICES.txt",
        "cli/commands.py",
        "demo/forms/invoice.typ",
        "locales/it/LC_MESSAGES/guichet.po",
        "i18n.py",
    } <= names
    assert not any(
        name.startswith(("tests/", "explorer/node_modules/", "explorer/src/")) for name in names
    )
    committed = {path.name for path in (ROOT / "migrations" / "models").glob("*.py")}
    assert {
        name.rsplit("/", 1)[-1] for name in names if name.startswith("migrations/models/")
    } == committed
