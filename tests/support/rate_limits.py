"""Low rate limits, and requests that reach them."""

from typing import Any

from tests.support.portal import Answer, Client

POINTS, REFILL, REQUESTS = 200, 10, 12


LOW_LIMITS = {
    "rate_points": POINTS,
    "rate_refill": REFILL,
    "rate_requests": REQUESTS,
    "max_cost": POINTS,
    "max_uploads": 100,
}


PHONE = "{ contact(topic: LOST_IDENTIFIER) { phone } }"


ROLE = "{ viewer { role } }"


CLAIMS = "query ($first: Int!) { claims(first: $first) { edges { node { id } } } }"


def post(client: Client, document: str = PHONE, **headers: str) -> Any:
    return client.http.post("/graphql", json={"query": document}, headers=headers)


def ask_until_over(client: Client, document: str = PHONE) -> int:
    """Return the number of requests answered before the first refusal."""
    for answered in range(1_000):
        if post(client, document).status_code == 429:
            return answered
    raise AssertionError("never refused")


def cost_of(answer: Answer) -> dict[str, Any]:
    cost: dict[str, Any] = answer.response.json()["extensions"]["cost"]
    return cost
