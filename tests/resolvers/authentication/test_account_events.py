"""Security events of an account: kept, notified, and shown to its owner and the user managers."""

import pytest

import models
from data.global_id import to_global_id
from tests.support.account import OWN_EVENTS, event_kinds
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    VERIFY,
    begin_sign_in,
    begin_sign_in_with_code,
    code_other_than,
    error_codes,
    finish_sign_in,
    sign_in,
)
from tests.support.two_factor import BEGIN_CHANGE, CONFIRM_CHANGE, switch_to_totp
from tests.support.world import Person, World

EVENTS = """query ($user: ID) { securityEvents(userId: $user, first: 100) {
  totalCount edges { node { kind at accesses user { id } company { id } } } } }"""


END_OTHERS = "mutation { endOtherSessions { ended errors { code } } }"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def client(portal: Portal, person: Person, mailbox: Mailbox) -> Client:
    """Client signed in with both factors."""
    return sign_in(portal, mailbox, person.user)


def test_an_event_is_found_by_its_id_by_its_owner_only(
    world: World, client: Client, person: Person
) -> None:
    client.ask(READ_COMPANY)
    mine = world.security_event(
        user=person.user, company=None, kind=models.SecurityEventKind.SIGNED_IN
    )
    document = "query ($id: ID!) { node(id: $id) { id ... on SecurityEvent { kind user { id } } } }"
    assert client.ask(document, id=to_global_id(mine))["node"] == {
        "id": to_global_id(mine),
        "kind": "SIGNED_IN",
        "user": {"id": person.id},
    }
    for name in ("user with claims", "administrator", "contract manager"):
        assert world.client(name).ask(document, id=to_global_id(mine)).code == "NOT_FOUND"


def test_events_of_an_account_are_kept_and_shown_to_its_owner(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    half.payload_of(VERIFY, code=code_other_than(code))
    _, codes = switch_to_totp(client)
    half = begin_sign_in(portal, person.user)
    finish_sign_in(half, codes[0])
    assert event_kinds(client) == [
        "SIGNED_IN", "RECOVERY_CODE_USED", "SESSION_ENDED", "METHOD_CHANGED", "CODE_FAILED", "SIGNED_IN",
    ]  # fmt: skip
    first = client.ask(OWN_EVENTS, first=2)["viewer"]["account"]["events"]
    assert first["totalCount"] == 6
    rest = client.ask(OWN_EVENTS, first=100, after=first["pageInfo"]["endCursor"])["viewer"][
        "account"
    ]["events"]
    assert [edge["node"]["kind"] for edge in rest["edges"]] == event_kinds(client)[2:]
    node = first["edges"][0]["node"]
    assert (node["device"], node["place"]) == (
        "python-httpx2",
        f"{portal.address.removesuffix('.7')}.0/24",
    )
    assert node["user"] == {"id": person.id}


def test_a_new_network_is_notified_and_a_known_one_is_not(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    sign_in(portal, mailbox, person.user)
    assert "NEW_DEVICE" not in event_kinds(client)
    portal.change_network()
    sign_in(portal, mailbox, person.user)
    assert "NEW_DEVICE" in event_kinds(client)
    assert mailbox.newest(person.user.email, containing="réseau nouveau")


def test_a_new_browser_on_a_known_network_is_notified_once(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    def sign_in_by(agent: str) -> None:
        half, code = begin_sign_in_with_code(portal, mailbox, person.user)
        half.http.headers["User-Agent"] = agent
        finish_sign_in(half, code)

    for agent in (
        "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0",
        "Mozilla/5.0 (Windows NT 10.0) Firefox/141.0",
        "python-httpx2/2",
    ):
        sign_in_by(agent)
    assert event_kinds(client).count("NEW_DEVICE") == 1
    assert mailbox.newest(person.user.email, containing="appareil ou depuis un réseau nouveau")


def test_a_user_manager_sees_the_events_of_the_company_s_users_only(
    world: World, anonymous: Client
) -> None:
    granted, foreign = world.security_event(), world.security_event("b")
    own = world.security_event(
        user=world.a.people["user"].user, company=None, kind=models.SecurityEventKind.METHOD_CHANGED
    )
    fiduciary = world.a.people["fiduciary"].user
    elsewhere = world.security_event(user=fiduciary, company=world.b.company)
    manager = world.client("administrator with user management")
    found = manager.ask(EVENTS)["securityEvents"]
    assert found["totalCount"] == len(found["edges"]) == 2
    assert {edge["node"]["kind"] for edge in found["edges"]} == {granted.kind, own.kind}
    of_fiduciary = manager.ask(EVENTS, user=to_global_id(fiduciary))["securityEvents"]
    assert of_fiduciary["totalCount"] == 0, (
        f"{elsewhere.id} happened in the other company, and {foreign.id} to an anonymous caller"
    )
    assert manager.ask(EVENTS, user=world.b.people["user"].id)["securityEvents"]["totalCount"] == 0


@pytest.mark.parametrize("persona", ["user", "administrator", "contract manager", "health manager"])
def test_events_of_other_users_are_hidden_from_everybody_else(persona: str, world: World) -> None:
    world.security_event()
    client = world.client(persona)
    answer = client.ask(EVENTS)
    assert (answer.code, answer.data) == ("FORBIDDEN", {"securityEvents": None})
    own = client.ask(OWN_EVENTS, first=100)["viewer"]["account"]["events"]["edges"]
    assert [edge["node"]["kind"] for edge in own] == (
        ["ACCESS_GRANTED"] if persona == "user" else []
    )


def test_no_mutation_changes_an_event(world: World) -> None:
    event = world.security_event()
    before = world.portal.run(models.SecurityEvent.filter(id=event.id).values())
    client = world.client("user")
    client.mutate(END_OTHERS)
    client.mutate(BEGIN_CHANGE, method="TOTP")
    assert error_codes(client.payload_of(CONFIRM_CHANGE, code="000000")) == ["INVALID_CODE"]
    assert world.portal.run(models.SecurityEvent.filter(id=event.id).values()) == before


def test_changed_personal_information_is_notified_to_the_old_address(
    world: World, mailbox: Mailbox
) -> None:
    person = world.a.people["user"]
    change = """mutation ($user: ID!) { changePersonalInformation(userId: $user, information: {email: "neu@example.com"}) {
      user { email } errors { code } } }"""
    world.client("contract manager").mutate(change, user=person.id)
    assert mailbox.newest(person.user.email, containing="gestionnaire contrat a modifié")
    assert event_kinds(world.sign_in_as(person)) == ["PARTICULARS_CHANGED"]


GRANT = """mutation ($user: ID!, $accesses: [Access!]!, $administrator: Boolean) {
  changeAccesses(userId: $user, accesses: $accesses, administrator: $administrator) { user { id } errors { code } } }"""


MANAGEMENT = "mutation ($user: ID!, $company: ID!) { %sUserManagement(userId: $user, companyId: $company) { errors { code } } }"


def happened(client: Client, person: Person) -> list[tuple[str, list[str]]]:
    """Return the events of a user, newest first."""
    edges = client.ask(EVENTS, user=person.id)["securityEvents"]["edges"]
    return [(edge["node"]["kind"], edge["node"]["accesses"]) for edge in edges]


def test_accesses_granted_and_withdrawn_are_kept(world: World, person: Person) -> None:
    manager = world.client("administrator with user management")
    manager.mutate(GRANT, user=person.id, accesses=["CLAIMS", "INVOICES"])
    manager.mutate(GRANT, user=person.id, accesses=["INVOICES"], administrator=True)
    manager.mutate(GRANT, user=person.id, accesses=["INVOICES"])
    assert happened(manager, person) == [
        ("ROLE_CHANGED", []),
        ("ACCESS_WITHDRAWN", ["CLAIMS"]),
        ("ACCESS_GRANTED", ["CLAIMS", "INVOICES"]),
    ]
    edges = world.sign_in_as(person).ask(OWN_EVENTS, first=1)["viewer"]["account"]["events"][
        "edges"
    ]
    assert (
        edges[0]["node"]["actor"] == world.a.people["administrator with user management"].user.name
    )
    assert edges[0]["node"]["company"] == {"id": world.a.id}


def test_a_refused_change_of_accesses_is_no_event(world: World, person: Person) -> None:
    manager = world.client("administrator with user management")
    assert error_codes(manager.payload_of(GRANT, user=person.id, accesses=["USER_MANAGEMENT"])) == [
        "NOT_YOURS_TO_GRANT"
    ]
    assert happened(manager, person) == []


def test_user_management_granted_and_withdrawn_is_kept(world: World) -> None:
    person, contract = world.a.people["administrator"], world.client("contract manager")
    for verb in ("grant", "withdraw"):
        contract.mutate(MANAGEMENT % verb, user=person.id, company=world.a.id)
    manager = world.client("administrator with user management")
    assert happened(manager, person) == [
        ("ACCESS_WITHDRAWN", ["USER_MANAGEMENT"]),
        ("ACCESS_GRANTED", ["USER_MANAGEMENT"]),
    ]


def test_invitations_and_removals_are_kept_after_the_user_is_gone(
    world: World, person: Person
) -> None:
    manager = world.client("administrator with user management")
    add = "mutation ($user: NewUser!) { addUser(user: $user) { user { id } errors { code } } }"
    new = {
        "firstName": "Ada",
        "lastName": "Lovelace",
        "email": f"{person.user.identifier}@example.com",
        "accesses": ["CLAIMS"],
    }
    added = manager.mutate(add, user=new)["user"]
    manager.mutate(
        "mutation ($user: ID!) { removeUser(userId: $user) { errors { code } } }", user=added["id"]
    )
    edges = manager.ask(EVENTS, user=added["id"])["securityEvents"]["edges"]
    assert [edge["node"]["kind"] for edge in edges] == ["REMOVED_FROM_COMPANY", "ADDED_TO_COMPANY"]
    assert {edge["node"]["user"] for edge in edges} == {None}, (
        "who is gone is nobody's user any more"
    )


def test_failures_are_shown_to_the_owner_with_where_they_came_from(
    portal: Portal, client: Client, person: Person, anonymous: Client
) -> None:
    wrong_password = f'mutation {{ signIn(identifier: "{person.user.identifier}", password: "not the password") {{ errors {{ code }} }} }}'
    anonymous.ask(wrong_password)
    node = client.ask(OWN_EVENTS, first=1)["viewer"]["account"]["events"]["edges"][0]["node"]
    place = anonymous.http.headers["X-Forwarded-For"].removesuffix(".7") + ".0/24"
    assert (node["kind"], node["actor"], node["place"]) == ("SIGN_IN_FAILED", "", place)
