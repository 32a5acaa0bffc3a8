"""SMS gateway: a real HTTP server that behaves well or badly, as told."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gateway:
    """Requests to the gateway, and the statuses of its responses.

    The status is 200 when none is left; None closes the connection.
    """

    def __init__(self) -> None:
        self.answers: list[int | None] = []
        self.asked: list[tuple[dict[str, str], Any]] = []
        self.pause = 0.0
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.asked.append((dict(self.headers), json.loads(body)))
                time.sleep(gateway.pause)
                status = gateway.answers.pop(0) if gateway.answers else 200
                if status is None:
                    self.close_connection = True
                    return
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"{gateway.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/messages"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
