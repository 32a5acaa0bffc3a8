"""Adding a user: the mutation, the invitation by mail, the first password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

import models
from models import UserStatus
from tests.support.portal import Client, Mailbox
from tests.support.signing_in import (
    READ_COMPANY,
    READ_VIEWER,
    RESET,
    SIGN_IN,
    error_codes,
    sign_in,
    stored_column,
)
from tests.support.users import ADD_USER, USER_ERRORS, new_user
from tests.support.world import PASSWORD, World

RESEND = (
    f"mutation ($user: ID!) {{ resendInvitation(userId: $user) {{ user {{ id }} {USER_ERRORS} }} }}"
)
GRANT = f"""mutation ($user: ID!, $company: ID!) {{
  grantUserManagement(userId: $user, companyId: $company) {{ user {{ id }} {USER_ERRORS} }} }}"""
NEW_PASSWORD = "une première phrase de passe"


@pytest.fixture
def manager(world: World) -> Client:
    """The administrator who manages users."""
    return world.client("administrator with user management")


def users_of(world: World) -> int:
    return world.portal.run(models.Membership.filter(company_id=world.a.company.id).count())


async def user_of(email: str) -> models.User:
    return await models.User.get(email=email)


def test_the_contract_manager_opens_user_management_and_a_new_user_signs_in(
    world: World, anonymous: Client, mailbox: Mailbox
) -> None:
    administrator, new = world.client("administrator"), new_user(accesses=["CLAIMS"])
    contract_manager = world.a.people["contract manager"].manager
    before = users_of(world)

    refused = administrator.ask(ADD_USER, user=new)

    assert refused.data == {"addUser": None}
    assert refused.refusal == {
        "code": "FORBIDDEN",
        "access": "USER_MANAGEMENT",
        "askWho": "CONTRACT_MANAGER",
        "contact": {
            "name": contract_manager.name,
            "email": contract_manager.email,
            "phone": contract_manager.phone,
        },
    }
    assert (users_of(world), mailbox.to(new["email"])) == (before, [])

    world.client("contract manager").mutate(
        GRANT, user=world.a.people["administrator"].id, company=world.a.id
    )
    added = administrator.mutate(ADD_USER, user=new)["user"]

    assert added["status"] == "INVITED"
    assert added["memberships"] == [
        {"role": "USER", "accesses": ["CLAIMS"], "company": {"id": world.a.id}}
    ]
    text = mailbox.newest(new["email"])
    assert added["identifier"] in text
    token = mailbox.token(new["email"])
    assert f"{world.portal.settings.portal_origin}/password#token={token}" in text
    anonymous.mutate(RESET, token=token, password=NEW_PASSWORD)
    user = world.portal.run(user_of(new["email"]))
    assert user.status is UserStatus.ACTIVE
    viewer = sign_in(world.portal, mailbox, user, NEW_PASSWORD).ask(READ_VIEWER)["viewer"]
    assert (viewer["role"], viewer["user"]["firstName"], viewer["company"]["id"]) == (
        "USER",
        "Ada",
        world.a.id,
    )
    assert error_codes(anonymous.payload_of(RESET, token=token, password="another passphrase")) == [
        "INVALID_LINK"
    ]


def test_an_invited_user_cannot_sign_in_before_the_first_password(
    manager: Client, anonymous: Client
) -> None:
    identifier = manager.mutate(ADD_USER, user=new_user())["user"]["identifier"]
    for password in ("", PASSWORD, "nobody's password"):
        assert error_codes(
            anonymous.payload_of(SIGN_IN, identifier=identifier, password=password)
        ) == ["INVALID_CREDENTIALS"]


def test_a_new_invitation_voids_the_older_one(
    world: World, manager: Client, anonymous: Client, mailbox: Mailbox
) -> None:
    new = new_user()
    added = manager.mutate(ADD_USER, user=new)["user"]
    older = mailbox.token(new["email"])
    assert manager.mutate(RESEND, user=added["id"])["user"] == {"id": added["id"]}
    newer = mailbox.token(new["email"], beyond=1)
    assert error_codes(anonymous.payload_of(RESET, token=older, password=NEW_PASSWORD)) == [
        "INVALID_LINK"
    ]
    assert world.portal.run(user_of(new["email"])).password_hash is None
    anonymous.mutate(RESET, token=newer, password=NEW_PASSWORD)


def test_an_invitation_expires_and_can_be_renewed(
    world: World, manager: Client, anonymous: Client, mailbox: Mailbox
) -> None:
    new = new_user()
    added = manager.mutate(ADD_USER, user=new)["user"]
    user = world.portal.run(user_of(new["email"]))
    world.portal.run(
        models.OneTimeLink.filter(user_id=user.id).update(expires_at=datetime.now(UTC))
    )
    problems = anonymous.payload_of(RESET, token=mailbox.token(new["email"]), password=NEW_PASSWORD)
    assert error_codes(problems) == ["INVALID_LINK"]
    assert world.portal.run(stored_column(user, "status")) == UserStatus.INVITED
    manager.mutate(RESEND, user=added["id"])
    anonymous.mutate(RESET, token=mailbox.token(new["email"], beyond=1), password=NEW_PASSWORD)


def test_a_user_with_a_password_is_not_invited_again(
    world: World, manager: Client, mailbox: Mailbox
) -> None:
    person = world.a.people["user"]
    payload = manager.payload_of(RESEND, user=person.id)
    assert payload == {"user": None, "errors": [{"code": "NOT_INVITED", "field": ["userId"]}]}
    assert mailbox.to(person.user.email) == []
    assert not world.portal.run(models.OneTimeLink.filter(user_id=person.user.id).exists())


def test_the_removal_of_an_invited_user_voids_the_invitation(
    manager: Client, anonymous: Client, mailbox: Mailbox
) -> None:
    new = new_user()
    added = manager.mutate(ADD_USER, user=new)["user"]
    manager.mutate(
        "mutation ($user: ID!) { removeUser(userId: $user) { errors { code } } }", user=added["id"]
    )
    problems = anonymous.payload_of(RESET, token=mailbox.token(new["email"]), password=NEW_PASSWORD)
    assert error_codes(problems) == ["INVALID_LINK"]
    assert manager.ask(RESEND, user=added["id"]).code == "NOT_FOUND"


def test_a_new_administrator_has_no_user_management(world: World, manager: Client) -> None:
    added = manager.mutate(ADD_USER, user=new_user(administrator=True, accesses=["INVOICES"]))[
        "user"
    ]
    assert added["memberships"] == [
        {"role": "ADMINISTRATOR", "accesses": ["INVOICES"], "company": {"id": world.a.id}}
    ]
    before = users_of(world)
    payload = manager.payload_of(
        ADD_USER, user=new_user(administrator=True, accesses=["USER_MANAGEMENT"])
    )
    assert payload == {
        "user": None,
        "errors": [{"code": "NOT_YOURS_TO_GRANT", "field": ["user", "accesses"]}],
    }
    assert users_of(world) == before


def test_one_address_is_one_user_of_the_company(world: World, manager: Client) -> None:
    new = new_user()
    manager.mutate(ADD_USER, user=new)
    before = users_of(world)
    for email in (new["email"], f" {new['email']} ", new["email"].upper()):
        payload = manager.payload_of(ADD_USER, user={**new, "email": email})
        assert payload == {
            "user": None,
            "errors": [{"code": "ALREADY_A_USER", "field": ["user", "email"]}],
        }
    assert users_of(world) == before
    world.client("administrator with user management", "b").mutate(ADD_USER, user=new)


def test_one_address_many_times_at_once_is_one_user(
    world: World, manager: Client, mailbox: Mailbox
) -> None:
    new, before = new_user(), users_of(world)
    with ThreadPoolExecutor(8) as pool:
        payloads = list(pool.map(lambda _: manager.payload_of(ADD_USER, user=new), range(8)))
    assert sorted(error_codes(payload) for payload in payloads) == [[]] + [["ALREADY_A_USER"]] * 7
    assert users_of(world) == before + 1
    mailbox.newest(new["email"])
    assert len(mailbox.to(new["email"])) == 1


BAD = {
    "no first name": ({"firstName": " "}, [("REQUIRED", "firstName")]),
    "no last name": ({"lastName": ""}, [("REQUIRED", "lastName")]),
    "a long name": ({"lastName": "x" * 61}, [("TOO_LONG", "lastName")]),
    "a very long name": ({"firstName": "x" * 100_000}, [("TOO_LONG", "firstName")]),
    "line breaks": (
        {"firstName": "Ada\r\nBcc: evil@example.com"},
        [("INVALID_CHARACTER", "firstName")],
    ),
    "a line break": ({"lastName": "Love\nlace"}, [("INVALID_CHARACTER", "lastName")]),
    "a tab": ({"lastName": "Love\tlace"}, [("INVALID_CHARACTER", "lastName")]),
    "a null": ({"lastName": "Love\0lace"}, [("INVALID_CHARACTER", "lastName")]),
    "an escape": ({"lastName": "\x1b[2J"}, [("INVALID_CHARACTER", "lastName")]),
    "a next line": ({"lastName": "Love\x85lace"}, [("INVALID_CHARACTER", "lastName")]),
    "a line separator": ({"lastName": "Love\u2028lace"}, [("INVALID_CHARACTER", "lastName")]),
    "a turned text": ({"lastName": "Love\u202elace"}, [("INVALID_CHARACTER", "lastName")]),
    "no address": ({"email": ""}, [("REQUIRED", "email")]),
    "no at": ({"email": "ada.example.com"}, [("INVALID_EMAIL", "email")]),
    "two addresses": ({"email": "a@example.com, b@example.com"}, [("INVALID_EMAIL", "email")]),
    "a list": ({"email": "a,b@example.com"}, [("INVALID_EMAIL", "email")]),
    "a group": ({"email": "a:b@example.com"}, [("INVALID_EMAIL", "email")]),
    "another list": ({"email": "a;b@example.com"}, [("INVALID_EMAIL", "email")]),
    "brackets": ({"email": "<a@example.com>"}, [("INVALID_EMAIL", "email")]),
    "a comment": ({"email": "(c)a@example.com"}, [("INVALID_EMAIL", "email")]),
    "an encoded word": ({"email": "=?utf-8?q?a?=@example.com"}, [("INVALID_EMAIL", "email")]),
    "a quotation": ({"email": '"a"@example.com'}, [("INVALID_EMAIL", "email")]),
    "no domain": ({"email": "a@example"}, [("INVALID_EMAIL", "email")]),
    "a header": (
        {"email": "a@example.com\r\nBcc: b@example.com"},
        [("INVALID_CHARACTER", "email"), ("INVALID_EMAIL", "email")],
    ),
    "a long address": ({"email": f"{'x' * 250}@example.com"}, [("TOO_LONG", "email")]),
    "a national number": ({"phone": "079 123 45 67"}, [("INVALID_PHONE", "phone")]),
    "letters": ({"phone": "+41 79 CALL ME"}, [("INVALID_PHONE", "phone")]),
    "a short number": ({"phone": "+41 7"}, [("INVALID_PHONE", "phone")]),
    "foreign digits": ({"phone": "+٤١ ٧٩ ١٢٣ ٤٥ ٦٧"}, [("INVALID_PHONE", "phone")]),
    "several": (
        {"firstName": "", "email": "x", "phone": "x"},
        [("REQUIRED", "firstName"), ("INVALID_EMAIL", "email"), ("INVALID_PHONE", "phone")],
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_all_payload_errors_of_a_new_user_come_at_once(
    what: str, world: World, manager: Client, mailbox: Mailbox
) -> None:
    changes, problems = BAD[what]
    before, marker = users_of(world), uuid4().hex[:20]
    payload = manager.payload_of(
        ADD_USER,
        user=new_user(
            **{"firstName": f"Ada {marker}", "lastName": f"Lovelace {marker}", **changes}
        ),
    )
    assert payload["user"] is None
    assert [(problem["code"], problem["field"]) for problem in payload["errors"]] == [
        (code, ["user", name]) for code, name in problems
    ]
    assert users_of(world) == before
    assert not [message for message in mailbox.to_anybody() if marker in message.as_string()]


def test_names_and_addresses_of_people_are_taken_as_they_are(
    world: World, manager: Client, mailbox: Mailbox
) -> None:
    new = new_user(
        firstName=" Zoë-Anaïs ",
        lastName="O'Neill de l'Étang <b>",
        phone="+41 79 123 45 67",
        language="DE",
    )
    new["email"] = f"o'neill+portal.{new['email']}"
    manager.mutate(ADD_USER, user=new)
    user = world.portal.run(user_of(new["email"]))
    assert (user.name, user.phone, user.language) == (
        "Zoë-Anaïs O'Neill de l'Étang <b>",
        "+41 79 123 45 67",
        "DE",
    )
    assert f"Guten Tag {user.name}" in mailbox.newest(new["email"])


@pytest.mark.parametrize(
    "field", ["id", "role", "companyId", "status", "identifier", "passwordHash", "memberships"]
)
def test_a_new_user_has_only_the_fields_of_the_mutation(
    field: str, world: World, manager: Client
) -> None:
    before = users_of(world)
    answer = manager.ask(ADD_USER, user=new_user(**{field: "ADMINISTRATOR"}))
    assert (answer.data, answer.code) == (None, "BAD_USER_INPUT")
    assert users_of(world) == before
    assert manager.ask(READ_COMPANY)["company"]
