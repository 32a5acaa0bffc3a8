"""The viewer: identity, company and permissions."""

from typing import Any

import pytest

import models
from models import Access
from permissions import RULES
from tests.support.portal import Client, Portal
from tests.support.rule_table import is_allowed
from tests.support.signing_in import begin_sign_in
from tests.support.world import World, create_world

VIEWER = """{ viewer {
  role accesses
  user { id identifier email } manager { id kind name } company { id name }
  memberships { role accesses companyId companyName } } }"""
CAN = "{ viewer { can { %s { allowed reasons { code message access askWho contact { askWho name email phone } } } } } }"
SWITCH = "mutation ($company: ID!) { switchCompany(companyId: $company) { viewer { company { id } } token errors { code } } }"

ROLES = {
    "user": ("USER", set()),
    "user with claims": ("USER", {"CLAIMS"}),
    "user with settlements": ("USER", {"SETTLEMENTS"}),
    "user with invoices": ("USER", {"INVOICES"}),
    "fiduciary": ("USER", {"CLAIMS"}),
    "administrator": ("ADMINISTRATOR", {"CLAIMS", "SETTLEMENTS", "INVOICES"}),
    "administrator with user management": ("ADMINISTRATOR", {access.value for access in Access}),
    "contract manager": ("CONTRACT_MANAGER", {"INVOICES"}),
    "health manager": ("HEALTH_MANAGER", {"CLAIMS", "SETTLEMENTS"}),
}
ASKED = {
    "seeUsers": "{ users { totalCount } }",
    "seeClaims": "{ claims { totalCount } }",
    "seeSettlements": "{ settlements { totalCount } }",
    "seeInvoices": "{ invoices { totalCount } }",
    "manageUsers": 'mutation { resendInvitation(userId: "x") { errors { code } } }',
    "grantUserManagement": 'mutation { grantUserManagement(userId: "x", companyId: "x") { errors { code } } }',
    "addMemberships": 'mutation { addMembership(userId: "x", companyId: "x") { errors { code } } }',
    "changePersonalInformation": 'mutation { changePersonalInformation(userId: "x", information: {}) { errors { code } } }',
    "declareClaims": 'mutation { submitClaim(claimId: "x") { errors { code } } }',
    "uploadDocuments": 'mutation { removeDocument(documentId: "x") { errors { code } } }',
    "handleClaims": 'mutation { registerClaim(claimId: "x") { errors { code } } }',
}
"""Operations behind each rule of `can`; `x` is no ID, so an allowed one changes nothing."""


@pytest.fixture(scope="module")
def shared(portal: Portal) -> World:
    """Companies that no test here changes."""
    return create_world(portal)


def test_the_viewer_of_an_anonymous_caller_is_null(anonymous: Client) -> None:
    assert anonymous.ask(VIEWER)["viewer"] is None


def test_a_session_without_its_second_factor_has_no_viewer(world: World) -> None:
    assert (
        begin_sign_in(world.portal, world.a.people["administrator"].user).ask(VIEWER)["viewer"]
        is None
    )


@pytest.mark.parametrize("persona", ROLES)
def test_each_persona_reads_its_own_viewer(persona: str, shared: World) -> None:
    person = shared.a.people[persona]
    viewer = shared.client(persona).ask(VIEWER)["viewer"]
    assert (viewer["role"], set(viewer["accesses"])) == ROLES[persona]
    assert viewer["user"] == {
        "id": person.id,
        "identifier": person.user.identifier,
        "email": person.user.email,
    }
    if person.manager is not None:
        assert viewer["company"] is None
        assert viewer["memberships"] == []
        assert (viewer["manager"]["kind"], viewer["manager"]["name"]) == (
            person.manager.kind,
            person.manager.name,
        )
    else:
        assert viewer["company"] == {"id": shared.a.id, "name": "Alpha SA"}
        assert viewer["manager"] is None


def test_a_fiduciary_learns_which_companies_there_are_to_choose_from(world: World) -> None:
    client = world.client("fiduciary")
    seat = {"role": "USER", "accesses": ["CLAIMS"]}
    memberships = [
        {**seat, "companyId": one.id, "companyName": one.company.name} for one in (world.a, world.b)
    ]
    assert client.ask(VIEWER)["viewer"]["memberships"] == memberships
    assert client.adopt(client.mutate(SWITCH, company=world.b.id))["viewer"] == {
        "company": {"id": world.b.id}
    }
    after = client.ask(VIEWER)["viewer"]
    assert (after["company"]["id"], after["memberships"]) == (world.b.id, memberships)


def test_a_changed_access_holds_from_the_next_request(world: World) -> None:
    client, membership = (
        world.client("user with claims"),
        world.a.people["user with claims"].memberships[0],
    )
    world.portal.run(models.Membership.filter(id=membership.id).update(accesses=[Access.INVOICES]))
    assert client.ask(VIEWER)["viewer"]["accesses"] == ["INVOICES"]
    assert client.ask(ASKED["seeClaims"]).code == "FORBIDDEN"


@pytest.mark.parametrize("persona", ROLES)
@pytest.mark.parametrize("rule", ASKED)
def test_the_viewer_s_permissions_match_what_is_enforced(
    rule: str, persona: str, shared: World
) -> None:
    client = shared.client(persona)
    decision = client.ask(CAN % rule)["viewer"]["can"][rule]
    answer = client.ask(ASKED[rule])
    refusals = [error for error in answer.errors if error["extensions"]["code"] != "BAD_USER_INPUT"]
    assert decision["allowed"] is (not refusals)
    assert decision["reasons"] == [as_reason(error) for error in refusals]


def as_reason(error: dict[str, Any]) -> dict[str, Any]:
    """A refusal as `can` tells it."""
    extensions = error["extensions"]
    contact = {"askWho": extensions["askWho"], **extensions["contact"]}
    return {
        "code": extensions["code"],
        "message": error["message"],
        "access": extensions["access"],
        "askWho": extensions["askWho"],
        "contact": contact,
    }


def test_a_client_can_ask_about_every_rule_at_once(world: World) -> None:
    names = [
        "".join(
            word.title() if place else word
            for place, word in enumerate(rule.display_name().split())
        )
        for rule in RULES
    ]
    decisions = " ".join(f"{name} {{ allowed }}" for name in names)
    answer = world.client("administrator").ask(f"{{ viewer {{ can {{ {decisions} }} }} }}")
    can = answer["viewer"]["can"]
    assert set(ASKED) <= set(can) == set(names)
    allowed = {
        f"{rule.__name__[0].lower()}{rule.__name__[1:]}"
        for rule in RULES
        if is_allowed(rule.__name__, "administrator")
    }
    assert {name for name, decision in can.items() if decision["allowed"]} == allowed


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("query ($n: Int!) { users(first: $n) { totalCount } }", {"n": "a private matter"}),
        ("query ($n: Int!) { users(first: $n) { totalCount } }", {}),
        ("query ($n: Int) { users(first: $n) { totalCount } }", {"n": None}),
        (
            "query ($access: Access) { users(access: $access) { totalCount } }",
            {"access": "a private matter"},
        ),
        (
            "query ($topic: ContactTopic!) { contact(topic: $topic) { name } }",
            {"topic": {"a": "a private matter"}},
        ),
    ],
)
def test_variables_that_make_no_sense_are_the_clients_fault(
    document: str, variables: dict[str, Any], world: World, lines: list[dict[str, Any]]
) -> None:
    answer = world.client("administrator").ask(document, **variables)
    assert answer.code == "BAD_USER_INPUT"
    assert not answer.data or list(answer.data.values()) == [None]
    assert [line["level"] for line in lines] == ["info"]
    assert "private" not in str(lines)
