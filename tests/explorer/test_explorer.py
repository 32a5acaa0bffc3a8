"""GraphiQL's page, as far as no browser is needed."""

from pathlib import Path

import pytest

from tests.support.portal import Client
from transport import explorer

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_a_missing_bundle_is_one_sentence_with_the_build_command(
    anonymous: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(explorer, "BUNDLE", tmp_path)
    response = anonymous.http.get("/graphql", headers=BROWSER)
    assert response.status_code == 200
    assert "make explorer" in response.text
    assert anonymous.ask("{ contact(topic: LOST_IDENTIFIER) { phone } }")["contact"]["phone"]


def test_the_page_is_under_a_strict_policy(anonymous: Client) -> None:
    headers = anonymous.http.get("/graphql", headers=BROWSER).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
