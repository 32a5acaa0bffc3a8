"""`guichet demo` from its first start: the sheet, signing in by it, and data that stays until it is reset."""

import re
from pathlib import Path

from demo.personas import PERSONAS
from tests.support.demo import running_demo
from tests.support.portal import Client

CLAIMS = "{ claims(first: 100) { totalCount } }"
LEA = PERSONAS[0]


def sign_in(client: Client, folder: Path) -> None:
    """Sign in as Léa, as the sheet says: the code is in the outbox."""
    begin = "mutation ($i: String!, $p: String!) { signIn(identifier: $i, password: $p) { token errors { code } } }"
    client.http.headers["Authorization"] = (
        f"Bearer {client.mutate(begin, i=LEA.identifier, p=LEA.password)['token']}"
    )
    newest = max((folder / "outbox").glob("*.eml"))
    code = re.search(r"\b\d{6}\b", newest.read_text(encoding="utf-8").split("\n\n", 1)[1])
    assert code
    prove = "mutation ($c: String!) { verifySecondFactor(code: $c) { token errors { code } } }"
    client.http.headers["Authorization"] = f"Bearer {client.mutate(prove, c=code.group())['token']}"


def test_the_demo_accepts_its_sheet_keeps_its_data_and_can_be_reset(
    tmp_path: Path,
) -> None:
    with running_demo(tmp_path) as (client, sheet):
        assert client.http.get("/").headers["location"] == "/graphql"
        assert f"{client.http.base_url}/graphql".replace("//graphql", "/graphql") in sheet
        assert all(
            text in sheet
            for persona in PERSONAS
            for text in (persona.title, persona.identifier, persona.password)
        )
        sign_in(client, tmp_path)
        before = client.ask(CLAIMS)["claims"]["totalCount"]
        client.mutate(
            'mutation { draftClaim(draft: {kind: ILLNESS, description: "mine"}) { claim { id } errors { code } } }'
        )
        headers = dict(client.http.headers)
    with running_demo(tmp_path) as (client, _):
        client.http.headers.update(headers)
        assert client.ask(CLAIMS)["claims"]["totalCount"] == before + 1
    with running_demo(tmp_path, "--reset") as (client, _):
        client.http.headers.update(headers)
        assert client.ask(CLAIMS).code == "UNAUTHENTICATED"
        sign_in(client, tmp_path)
        assert client.ask(CLAIMS)["claims"]["totalCount"] == before


def test_the_persona_switch_signs_in_and_out(tmp_path: Path) -> None:
    with running_demo(tmp_path) as (client, _):
        header = {"X-Requested-With": "tests"}
        keys = [persona["key"] for persona in client.http.get("/demo/personas").json()]
        assert keys == ["anonymous", *(persona.key for persona in PERSONAS)]
        for persona in PERSONAS:
            assert (
                client.http.post(f"/demo/sign-in/{persona.key}", headers=header).status_code == 204
            )
            answer = client.http.post(
                "/graphql", json={"query": "{ viewer { user { identifier } } }"}, headers=header
            )
            assert answer.json()["data"] == {"viewer": {"user": {"identifier": persona.identifier}}}
        client.http.post("/demo/sign-in/anonymous", headers=header)
        assert client.http.post(
            "/graphql", json={"query": "{ viewer { role } }"}, headers=header
        ).json()["data"] == {"viewer": None}


def test_another_page_cannot_switch_the_persona_and_an_unknown_persona_is_refused(
    tmp_path: Path,
) -> None:
    with running_demo(tmp_path) as (client, _):
        foreign = client.http.post("/demo/sign-in/claims")
        unknown = client.http.post("/demo/sign-in/nobody", headers={"X-Requested-With": "tests"})
        assert (foreign.status_code, unknown.status_code) == (403, 404)
        assert "set-cookie" not in {*foreign.headers, *unknown.headers}
