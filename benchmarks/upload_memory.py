"""Memory cost of uploads: `python -m benchmarks.upload_memory`.

Starts `guichet serve` on an empty SQLite database with raised limits, uploads one file of 200 MB
and then ten of 25 MB at once, each streamed from disk, and reads the server's resident memory
(VmRSS, VmHWM) from /proc: Linux only. Exits with 1 if a target is missed: 30 MB for the large
file, 50 MB for the ten.
"""

import hashlib
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.signed_in_server import MB, Server, options, serving

DRAFT = "mutation { draftClaim(draft: {kind: ILLNESS}) { claim { id } } }"
UPLOAD = """mutation ($claimId: ID!, $files: [Upload!]!) {
  uploadDocuments(claimId: $claimId, files: $files) {
    documents { sha256 mediaType } errors { code } } }"""


def main() -> None:
    """Measure, print, and exit with 1 if a target is missed."""
    with (
        tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder,
        serving(Path(folder)) as server,
    ):
        large, medium = (made(Path(folder) / f"{size}.pdf", size * MB) for size in (200, 25))
        fine = [
            measure(server, "one file of 200 MB", [large], target=30),
            measure(server, "ten files of 25 MB at once", [medium] * 10, target=50),
        ]
    sys.exit(0 if all(fine) else 1)


def measure(server: Server, title: str, files: list[Path], target: int) -> bool:
    """Upload the files concurrently, each by its own client; print the cost."""
    claim_id = options(server, DRAFT)["draftClaim"]["claim"]["id"]
    baseline = server.memory("VmRSS")
    server.forget_peak()
    began = time.monotonic()
    with ThreadPoolExecutor(len(files)) as clients:
        list(clients.map(lambda file: upload(server, claim_id, file), files))
    seconds, peak = time.monotonic() - began, server.memory("VmHWM")
    rise = peak - baseline
    print(
        f"{title}: baseline {baseline:.1f} MB, peak {peak:.1f} MB, "
        f"rise {rise:.1f} MB (target {target} MB), {seconds:.1f} s",
        flush=True,
    )
    return rise < target


def upload(server: Server, claim_id: str, file: Path) -> None:
    """Stream one file from disk and check that it arrived unchanged."""
    operations = json.dumps({"query": UPLOAD, "variables": {"claimId": claim_id, "files": [None]}})
    with server.client() as client, file.open("rb") as stream:
        fields = {"operations": operations, "map": json.dumps({"0": ["variables.files.0"]})}
        answer = client.post(
            "/graphql", data=fields, files={"0": (file.name, stream, "application/pdf")}
        ).json()
    with file.open("rb") as stream:
        expected = [
            {
                "sha256": hashlib.file_digest(stream, "sha256").hexdigest(),
                "mediaType": "application/pdf",
            }
        ]
    assert answer["data"]["uploadDocuments"] == {"documents": expected, "errors": []}, answer


def made(path: Path, size: int) -> Path:
    """Create a file of that size that begins like a PDF and does not repeat itself."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        while (missing := size - file.tell()) > 0:
            file.write(os.urandom(min(missing, MB)))
    return path


if __name__ == "__main__":
    main()
