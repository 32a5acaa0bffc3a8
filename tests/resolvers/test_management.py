"""Mutations of the contract manager alone: USER_MANAGEMENT and personal information."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import graphql
import pytest

import models
from models import Access, TwoFactorMethod, UserStatus
from tests.support.portal import CODE, LINK, Client, Mailbox
from tests.support.signing_in import REQUEST_RESET, RESET, begin_sign_in, error_codes, stored_column
from tests.support.world import World

ERRORS = "errors { code field }"
USER = "user { id firstName lastName email phone language memberships { role accesses company { id } } }"
GRANT = f"mutation ($user: ID!, $company: ID!) {{ grantUserManagement(userId: $user, companyId: $company) {{ {USER} {ERRORS} }} }}"
WITHDRAW = f"mutation ($user: ID!, $company: ID!) {{ withdrawUserManagement(userId: $user, companyId: $company) {{ {USER} {ERRORS} }} }}"
INFORM = f"""mutation ($user: ID!, $information: PersonalInformation!) {{
  changePersonalInformation(userId: $user, information: $information) {{ {USER} {ERRORS} }} }}"""
CHANGE = """mutation ($user: ID!, $accesses: [Access!]!) {
  changeAccesses(userId: $user, accesses: $accesses) { errors { code } } }"""
ADD_MEMBERSHIP = f"mutation ($user: ID!, $company: ID!) {{ addMembership(userId: $user, companyId: $company) {{ {USER} {ERRORS} }} }}"
SWITCH = "mutation ($company: ID!) { switchCompany(companyId: $company) { viewer { role accesses } token errors { code } } }"
PERSONAL = {"firstName", "lastName", "name", "email", "phone", "language"}


@pytest.fixture
def manager(world: World) -> Client:
    return world.client("contract manager")


def rows_of(world: World) -> list[dict[str, Any]]:
    """The users and memberships of both companies."""
    companies = [world.a.company.id, world.b.company.id]
    memberships = world.portal.run(
        models.Membership.filter(company_id__in=companies).order_by("id").values()
    )
    return memberships + world.portal.run(
        models.User.filter(id__in=[row["user_id"] for row in memberships]).order_by("id").values()
    )


def accesses_of(world: World, name: str) -> frozenset[Access]:
    accesses: frozenset[Access] = world.portal.run(
        stored_column(world.a.people[name].memberships[0], "accesses")
    )
    return accesses


def test_the_contract_manager_grants_and_withdraws_user_management(
    world: World, manager: Client
) -> None:
    person = world.a.people["administrator"]
    administrator = world.sign_in_as(person)
    arguments = {"user": world.a.people["user"].id, "accesses": ["CLAIMS"]}
    assert administrator.ask(CHANGE, **arguments).refusal["access"] == "USER_MANAGEMENT"
    granted = manager.mutate(GRANT, user=person.id, company=world.a.id)["user"]["memberships"][0]
    assert set(granted["accesses"]) == {access.value for access in Access}
    administrator.mutate(CHANGE, **arguments)
    withdrawn = manager.mutate(WITHDRAW, user=person.id, company=world.a.id)["user"]["memberships"][
        0
    ]
    assert set(withdrawn["accesses"]) == {"CLAIMS", "SETTLEMENTS", "INVOICES"}
    assert administrator.ask(CHANGE, **arguments).code == "FORBIDDEN"


def test_granting_twice_is_granting_once(world: World, manager: Client) -> None:
    for mutation in (GRANT, GRANT, WITHDRAW, WITHDRAW):
        manager.mutate(mutation, user=world.a.people["administrator"].id, company=world.a.id)
    assert accesses_of(world, "administrator") == {
        Access.CLAIMS,
        Access.SETTLEMENTS,
        Access.INVOICES,
    }


@pytest.mark.parametrize(
    "persona",
    ["user", "administrator", "administrator with user management", "health manager", "fiduciary"],
)
@pytest.mark.parametrize(
    "mutation", [GRANT, WITHDRAW, ADD_MEMBERSHIP], ids=["grant", "withdraw", "add"]
)
def test_management_mutations_are_the_contract_manager_s_only(
    mutation: str, persona: str, world: World
) -> None:
    before = rows_of(world)
    name = "administrator" if mutation is GRANT else "administrator with user management"
    answer = world.client(persona).ask(mutation, user=world.a.people[name].id, company=world.a.id)
    assert answer.data is not None
    assert list(answer.data.values()) == [None]
    assert (answer.code, answer.refusal["access"]) == ("FORBIDDEN", None)
    assert rows_of(world) == before


def test_only_administrators_manage_users(world: World, manager: Client) -> None:
    before = rows_of(world)
    payload = manager.payload_of(GRANT, user=world.a.people["user"].id, company=world.a.id)
    assert payload == {
        "user": None,
        "errors": [{"code": "NOT_AN_ADMINISTRATOR", "field": ["userId"]}],
    }
    assert rows_of(world) == before


@pytest.mark.parametrize(("user", "company"), [("b", "b"), ("a", "b"), ("b", "a")])
@pytest.mark.parametrize(
    "mutation", [GRANT, WITHDRAW, ADD_MEMBERSHIP], ids=["grant", "withdraw", "add"]
)
def test_a_manager_answers_for_the_assigned_companies_only(
    mutation: str, user: str, company: str, world: World, manager: Client
) -> None:
    before = rows_of(world)
    name = "administrator" if mutation is GRANT else "administrator with user management"
    answer = manager.ask(
        mutation, user=getattr(world, user).people[name].id, company=getattr(world, company).id
    )
    missing = "company" if mutation is ADD_MEMBERSHIP and user == "a" else "user"
    assert (answer.code, answer.errors[0]["message"]) == ("NOT_FOUND", f"No such {missing}.")
    assert rows_of(world) == before


def test_a_user_becomes_one_of_another_company_with_no_access_there(
    world: World, manager: Client
) -> None:
    world.portal.run(
        models.Company.filter(id=world.b.company.id).update(
            contract_manager_id=world.a.company.contract_manager_id
        )
    )
    person = world.a.people["user with claims"]
    added = manager.mutate(ADD_MEMBERSHIP, user=person.id, company=world.b.id)["user"]
    assert [membership["accesses"] for membership in added["memberships"]] == [["CLAIMS"], []]
    client = world.sign_in_as(person)
    assert client.adopt(client.mutate(SWITCH, company=world.b.id))["viewer"] == {
        "role": "USER",
        "accesses": [],
    }
    assert client.ask("{ claims { totalCount } }").refusal["contact"]["email"] in {
        one.user.email for one in world.b.people.values()
    }
    world.client("administrator with user management", "b").mutate(
        CHANGE, user=person.id, accesses=["CLAIMS"]
    )
    assert client.ask("{ claims { totalCount } }")["claims"] == {"totalCount": 0}
    before = rows_of(world)
    payload = manager.payload_of(ADD_MEMBERSHIP, user=person.id, company=world.b.id)
    assert payload == {"user": None, "errors": [{"code": "ALREADY_A_USER", "field": ["companyId"]}]}
    assert rows_of(world) == before


def test_a_grant_holds_in_one_company(world: World, manager: Client) -> None:
    fiduciary = world.a.people["fiduciary"]
    world.portal.run(
        models.Membership.filter(user_id=fiduciary.user.id).update(role=models.Role.ADMINISTRATOR)
    )
    granted = manager.mutate(GRANT, user=fiduciary.id, company=world.a.id)["user"]
    assert [membership["company"]["id"] for membership in granted["memberships"]] == [world.a.id], (
        "the other company shows"
    )
    kept = world.portal.run(
        models.Membership.filter(user_id=fiduciary.user.id, company_id=world.b.company.id).first()
    )
    assert kept.accesses == {Access.CLAIMS}


def test_a_withdrawal_is_not_undone_by_a_change_at_the_same_moment(
    world: World, manager: Client
) -> None:
    administrator, person = (
        world.client("administrator with user management"),
        world.a.people["administrator"],
    )
    for _ in range(8):
        manager.mutate(GRANT, user=person.id, company=world.a.id)
        with ThreadPoolExecutor(2) as pool:
            change = pool.submit(
                administrator.payload_of,
                CHANGE,
                user=person.id,
                accesses=["INVOICES", "USER_MANAGEMENT"],
            )
            withdrawal = pool.submit(manager.mutate, WITHDRAW, user=person.id, company=world.a.id)
        assert error_codes(change.result()) in ([], ["NOT_YOURS_TO_GRANT"])
        assert withdrawal.result()
        assert Access.USER_MANAGEMENT not in accesses_of(world, "administrator")


def test_the_contract_manager_changes_personal_information(world: World, manager: Client) -> None:
    person = world.a.people["user"]
    new = {
        "firstName": "Zoë",
        "lastName": "d'Étang",
        "email": f"new-{person.user.email}",
        "phone": "+41 22 000 00 00",
        "language": "IT",
    }
    changed = manager.mutate(INFORM, user=person.id, information=new)["user"]
    own = world.sign_in_as(person).ask(
        "{ viewer { user { firstName lastName email phone language } } }"
    )["viewer"]["user"]
    assert own == new == {name: changed[name] for name in new}


def test_an_input_left_out_keeps_its_value(world: World, manager: Client) -> None:
    person = world.a.people["user"]
    before = world.portal.run(models.User.filter(id=person.user.id).values())[0]
    for information in ({}, {"firstName": None}, {"phone": "+41 22 000 00 00"}):
        manager.mutate(INFORM, user=person.id, information=information)
    after = world.portal.run(models.User.filter(id=person.user.id).values())[0]
    assert after == {**before, "phone": "+41 22 000 00 00"}


@pytest.mark.parametrize("name", ["email", "phone"])
def test_where_sign_in_codes_go_is_not_for_the_manager_of_one_company_of_several(
    name: str, world: World, manager: Client
) -> None:
    fiduciary, before = world.a.people["fiduciary"], rows_of(world)
    new = {"email": "taken-over@example.com", "phone": "+41 22 000 00 00"}[name]
    payload = manager.payload_of(INFORM, user=fiduciary.id, information={name: new})
    assert payload == {"user": None, "errors": [{"code": "ALSO_ELSEWHERE", "field": ["userId"]}]}
    assert rows_of(world) == before
    manager.mutate(INFORM, user=fiduciary.id, information={"lastName": "Married"})


@pytest.mark.parametrize(
    "persona",
    [
        "user",
        "user with claims",
        "administrator",
        "administrator with user management",
        "fiduciary",
    ],
)
def test_no_user_changes_personal_information_but_learns_whom_to_ask(
    persona: str, world: World
) -> None:
    before, contract_manager = rows_of(world), world.a.people["contract manager"].manager
    for target in (world.a.people[persona], world.a.people["user with invoices"]):
        answer = world.client(persona).ask(INFORM, user=target.id, information={"firstName": "Eve"})
        assert answer.data == {"changePersonalInformation": None}
        assert answer.refusal == {
            "code": "FORBIDDEN",
            "access": None,
            "askWho": "CONTRACT_MANAGER",
            "contact": {
                "name": contract_manager.name,
                "email": contract_manager.email,
                "phone": contract_manager.phone,
            },
        }
    assert rows_of(world) == before


def test_the_health_manager_does_not_change_personal_information(world: World) -> None:
    before = rows_of(world)
    answer = world.client("health manager").ask(
        INFORM, user=world.a.people["user"].id, information={"firstName": "Eve"}
    )
    assert (answer.code, answer.data) == ("FORBIDDEN", {"changePersonalInformation": None})
    assert rows_of(world) == before


@pytest.mark.parametrize("name", ["user", "administrator", "contract manager", "health manager"])
def test_personal_information_of_another_managers_people_is_not_found(
    name: str, world: World, manager: Client
) -> None:
    before = rows_of(world)
    answer = manager.ask(INFORM, user=world.b.people[name].id, information={"firstName": "Eve"})
    assert (answer.code, answer.errors[0]["message"]) == ("NOT_FOUND", "No such user.")
    assert rows_of(world) == before


def test_no_other_mutation_takes_personal_information(anonymous: Client) -> None:
    introspected = anonymous.ask(
        graphql.get_introspection_query(descriptions=False, input_value_deprecation=False)
    ).data
    assert introspected is not None
    schema = graphql.build_client_schema(introspected)  # type: ignore[arg-type]
    assert schema.mutation_type is not None
    taking = {
        name
        for name, mutation in schema.mutation_type.fields.items()
        if PERSONAL & inputs_of(mutation.args)
    }
    assert taking == {"addUser", "changePersonalInformation"}
    assert "userId" not in inputs_of(schema.mutation_type.fields["addUser"].args), (
        "adding is for somebody new"
    )


def inputs_of(arguments: Any) -> set[str]:
    """The names of all arguments, and of all fields of the inputs behind them."""
    names: set[str] = set()
    for name, argument in arguments.items():
        kind = graphql.get_named_type(argument.type)
        names |= {name} | (
            inputs_of(kind.fields) if isinstance(kind, graphql.GraphQLInputObjectType) else set()
        )
    return names


@pytest.mark.parametrize(
    ("information", "problem"),
    [
        ({"firstName": ""}, ("REQUIRED", "firstName")),
        ({"lastName": "x" * 61}, ("TOO_LONG", "lastName")),
        ({"lastName": "a\r\nBcc: b@example.com"}, ("INVALID_CHARACTER", "lastName")),
        ({"email": "a,b@example.com"}, ("INVALID_EMAIL", "email")),
        ({"email": ""}, ("REQUIRED", "email")),
        ({"phone": "0848 803 777"}, ("INVALID_PHONE", "phone")),
    ],
)
def test_invalid_personal_information_is_refused_with_its_field(
    information: dict[str, str], problem: tuple[str, str], world: World, manager: Client
) -> None:
    before = rows_of(world)
    payload = manager.payload_of(
        INFORM, user=world.a.people["user"].id, information={"language": "DE", **information}
    )
    assert payload == {
        "user": None,
        "errors": [{"code": problem[0], "field": ["information", problem[1]]}],
    }
    assert rows_of(world) == before


def test_the_number_that_sign_in_codes_go_to_is_not_taken_away(
    world: World, manager: Client
) -> None:
    person = world.a.people["user"]
    world.portal.run(
        models.User.filter(id=person.user.id).update(two_factor_method=TwoFactorMethod.SMS)
    )
    payload = manager.payload_of(INFORM, user=person.id, information={"phone": ""})
    assert payload == {
        "user": None,
        "errors": [{"code": "REQUIRED", "field": ["information", "phone"]}],
    }
    assert world.portal.run(stored_column(person.user, "phone")) == person.user.phone
    manager.mutate(INFORM, user=world.a.people["administrator"].id, information={"phone": ""})


def test_codes_and_links_go_to_the_new_address_and_older_links_are_void(
    world: World, manager: Client, anonymous: Client, mailbox: Mailbox
) -> None:
    person = world.a.people["user"]
    anonymous.mutate(REQUEST_RESET, identifier=person.user.identifier)
    older, new = mailbox.token(person.user.email), f"new-{person.user.email}"
    manager.mutate(
        INFORM,
        user=person.id,
        information={"phone": "+41 22 000 00 00", "email": person.user.email},
    )
    assert world.portal.run(models.OneTimeLink.filter(user_id=person.user.id).exists()), (
        "the address is the same"
    )

    manager.mutate(INFORM, user=person.id, information={"email": new})

    assert error_codes(
        anonymous.payload_of(RESET, token=older, password="a new long passphrase")
    ) == ["INVALID_LINK"]
    begin_sign_in(world.portal, person.user)
    assert mailbox.code(new)
    world.portal.run(
        models.SecurityEvent.filter(user_id=person.user.id).update(
            at=datetime.now(UTC) - timedelta(days=1)
        )
    )
    anonymous.mutate(REQUEST_RESET, identifier=person.user.identifier)
    anonymous.mutate(RESET, token=mailbox.token(new, beyond=1), password="a new long passphrase")
    assert (
        len([text for text in mailbox.to(person.user.email) if re.search(f"{CODE}|{LINK}", text)])
        == 1
    )
    assert world.portal.run(stored_column(person.user, "status")) == UserStatus.ACTIVE
