"""World of the fuzz tests: one row of each type in both companies, by the signs of `kinds.py`."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import models
from data.global_id import NODES, to_global_id
from models import ClaimStatus
from permissions.persona import ANONYMOUS
from tests.support.portal import Client, Portal
from tests.support.world import Person, World, create_world

OF_B = "secret of b"
CURSOR = "{ claims(first: 1) { edges { cursor } } }"


@dataclass
class FilledWorld:
    """World, the values of its signs, and the texts that no user of company `a` may read."""

    world: World
    signs: dict[str, str]
    secrets: set[str]

    def person(self, name: str) -> Person:
        """Return a person of company `a`."""
        return self.world.a.people[name]

    def client(self, name: str) -> Client:
        """Return a client of company `a` with a new session, or an anonymous one."""
        if name == ANONYMOUS:
            return Client(self.world.portal)
        client = self.world.sign_in_as(self.person(name))
        token = client.http.headers["authorization"].removeprefix("Bearer ")
        found = self.world.portal.run(models.Session.get(token_hash=models.hash_token(token)))
        self.signs |= {"session": found.id.hex, "identifier": self.person(name).user.identifier}
        return client


def fill_world(portal: Portal) -> FilledWorld:
    """Create a world with one row of each type."""
    world = create_world(portal)
    rows = {name: _fill(world, name) for name in ("a", "b")}
    signs = {
        f"{whose}.{kind}": to_global_id(row)
        for whose, found in rows.items()
        for kind, row in found.items()
    }
    signs |= {f"missing.{name}": to_global_id(kind(id=uuid4())) for name, kind in NODES.items()}
    for status in ClaimStatus:
        signs[f"a.Claim.{status}"] = to_global_id(world.claim(status=status))
    for whose in ("a", "b"):
        page = world.client("administrator", whose).ask(CURSOR)["claims"]
        signs[f"{whose}.cursor"] = page["edges"][0]["cursor"]
    signs |= {
        "cursor": signs["a.cursor"],
        "session": uuid4().hex,
        "identifier": world.a.people["user"].user.identifier,
    }
    signs |= {"b.session": uuid4().hex, "b.identifier": world.b.people["user"].user.identifier}
    return FilledWorld(world, signs, _secrets(world, rows["b"]))


def _fill(world: World, name: str) -> dict[str, Any]:
    """Create one row of each type that has an ID."""
    company = getattr(world, name)
    claim = world.claim(name, description=f"secret of {name}")
    return {
        "Claim": claim,
        "Company": company.company,
        "Contract": company.contracts[models.Line.LAA],
        "Document": world.document(claim, name=f"secret of {name}.pdf"),
        "FactorReset": world.factor_reset(name),
        "Invoice": world.invoice(name),
        "Manager": company.people["health manager"].manager,
        "SecurityEvent": world.security_event(name),
        "Settlement": world.settlement(claim),
        "User": company.people["user"].user,
    }


def _secrets(world: World, rows: dict[str, Any]) -> set[str]:
    """Return the texts that only rows of company `b` contain, except the identifier that requests are made with."""
    company = world.b.company
    people = [person.user for name, person in world.b.people.items() if name != "fiduciary"]
    numbers = {rows[name].number for name in ("Claim", "Contract", "Invoice", "Settlement")}
    return {company.name, company.uid, OF_B, *numbers, *(user.email for user in people)}
