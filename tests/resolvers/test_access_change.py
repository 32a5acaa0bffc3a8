"""Preview of a change of accesses: it matches what the user then finds, and changes nothing."""

from itertools import chain, combinations
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from models import Access, ClaimStatus
from tests.support.portal import Client
from tests.support.schema_walk import guarded
from tests.support.statements import recorded_statements
from tests.support.users import user_rows
from tests.support.world import World

CHANGED = """user { id } decision { allowed reasons { code field message access contact { name } } }
  gained { accesses fields objects { type count } } lost { accesses fields objects { type count } }"""
ARGUMENTS = "$user: ID!, $accesses: [Access!]!, $administrator: Boolean"
GIVEN = "userId: $user, accesses: $accesses, administrator: $administrator"
PREVIEW = f"query ({ARGUMENTS}) {{ previewAccessChange({GIVEN}) {{ {CHANGED} }} }}"
CHANGE = f"mutation ({ARGUMENTS}) {{ changeAccesses({GIVEN}) {{ user {{ id }} change {{ {CHANGED} }} errors {{ code field message }} }} }}"
NOTHING: dict[str, Any] = {"accesses": [], "fields": [], "objects": []}
GRANTABLE = [access.value for access in Access if access is not Access.USER_MANAGEMENT]
SETS = [
    list(accesses)
    for accesses in chain.from_iterable(combinations(GRANTABLE, size) for size in range(4))
]
MOST = 14
"""SQL statements: one for each type of rows, those for session and membership, and whether the company keeps an administrator."""


@pytest.fixture
def manager(world: World) -> Client:
    """The administrator who manages users, in a company with some of everything."""
    for status in (ClaimStatus.SUBMITTED, ClaimStatus.DRAFT):
        claim = world.claim(status=status)
        world.document(claim)
    world.settlement(claim)
    for company in ("a", "a", "a", "b"):
        world.invoice(company)
    world.security_event()
    return world.client("administrator with user management")


def foreseen(
    client: Client, person: Any, accesses: list[str], administrator: bool | None = None
) -> Any:
    return client.ask(PREVIEW, user=person.id, accesses=accesses, administrator=administrator)[
        "previewAccessChange"
    ]


def counts(difference: Any) -> dict[str, int | None]:
    return {entry["type"]: entry["count"] for entry in difference["objects"]}


def test_an_access_gained_shows_its_fields_and_objects(world: World, manager: Client) -> None:
    change = foreseen(manager, world.a.people["user"], ["INVOICES"])
    assert change["user"] == {"id": world.a.people["user"].id}
    assert change["decision"] == {"allowed": True, "reasons": []}
    assert change["lost"] == NOTHING
    gained = change["gained"]
    assert gained["accesses"] == ["INVOICES"]
    assert gained["objects"] == [{"type": "Invoice", "count": 3}], "the other company's was counted"
    assert {"Query.invoices", "Invoice", "Invoice.pdfUrl", "InvoiceCan"} & set(
        gained["fields"]
    ) == {
        "Query.invoices",
        "Invoice",
        "Invoice.pdfUrl",
    }
    assert not any(
        "Claim" in coordinate or "Settlement" in coordinate for coordinate in gained["fields"]
    )


def test_a_field_behind_two_accesses_is_gained_with_the_second(
    world: World, manager: Client
) -> None:
    without_claims = foreseen(manager, world.a.people["user"], ["SETTLEMENTS"])["gained"]["fields"]
    assert "Query.settlements" in without_claims
    assert "Claim.settlements" not in without_claims
    with_claims = foreseen(manager, world.a.people["user with claims"], ["CLAIMS", "SETTLEMENTS"])[
        "gained"
    ]["fields"]
    assert "Claim.settlements" in with_claims


def test_a_change_and_its_reverse_preview_the_same_objects(world: World, manager: Client) -> None:
    person = world.a.people["user with claims"]
    there = foreseen(manager, person, ["SETTLEMENTS"])
    manager.mutate(CHANGE, user=person.id, accesses=["SETTLEMENTS"])
    back = foreseen(manager, person, ["CLAIMS"])
    assert (there["gained"], there["lost"]) == (back["lost"], back["gained"])
    assert counts(there["lost"]) == {"Claim": 2, "Document": 2}
    assert counts(there["gained"]) == {"Settlement": 1, "SettlementLine": 2}


def test_the_same_accesses_make_no_difference(world: World, manager: Client) -> None:
    change = foreseen(manager, world.a.people["user with claims"], ["CLAIMS", "CLAIMS"])
    assert (change["gained"], change["lost"]) == (NOTHING, NOTHING)


def test_an_administrator_made_gains_the_colleagues_and_one_unmade_loses_them(
    world: World, manager: Client
) -> None:
    people = sum("manager" not in name.split() for name in world.a.people)
    made = foreseen(manager, world.a.people["user"], [], administrator=True)
    assert counts(made["gained"]) == {"User": people - 1, "Membership": people - 1}
    assert made["lost"] == NOTHING
    assert {"Query.users", "Invoice.visibleTo"} & set(made["gained"]["fields"]) == {"Query.users"}
    person = world.a.people["administrator"]
    world.portal.run(
        models.Membership.filter(user_id=person.user.id).update(accesses="USER_MANAGEMENT")
    )
    unmade = foreseen(manager, person, [], administrator=False)
    assert unmade["decision"]["allowed"], (
        "with the role goes the management, which is not hers to withdraw"
    )
    assert (unmade["gained"], unmade["lost"]["accesses"]) == (NOTHING, ["USER_MANAGEMENT"])
    assert counts(unmade["lost"]) == {
        "User": people - 1,
        "Membership": people - 1,
        "SecurityEvent": 1,
    }
    assert "Mutation.changeAccesses" in unmade["lost"]["fields"]


ASKED = {
    "Claim": "claims { totalCount }", "Settlement": "settlements { totalCount }", "Invoice": "invoices { totalCount }",
    "User": "users { totalCount }",
}  # fmt: skip


@pytest.mark.parametrize("accesses", SETS, ids=lambda accesses: "+".join(accesses) or "nothing")
@pytest.mark.parametrize("name", ["user", "user with claims", "administrator"])
def test_a_preview_matches_what_the_user_then_finds(
    name: str, accesses: list[str], world: World, manager: Client
) -> None:
    person = world.a.people[name]
    client = world.sign_in_as(person)
    before, opened_before = found(client), opened(client)
    change = foreseen(manager, person, accesses)
    assert (found(client), opened(client)) == (before, opened_before), "asking changed something"
    changed = manager.mutate(CHANGE, user=person.id, accesses=accesses)
    assert changed["change"] == change
    after, opened_after = found(client), opened(client)
    for kind in ASKED:
        difference = counts(change["gained"]).get(kind, 0) - counts(change["lost"]).get(kind, 0)
        assert difference == after[kind] - before[kind], kind
    assert set(change["gained"]["fields"]) & set(guarded()) == opened_after - opened_before
    assert set(change["lost"]["fields"]) & set(guarded()) == opened_before - opened_after


def found(client: Client) -> dict[str, int]:
    """Return the number of objects of each listed type that the client sees; 0 for a refused list."""
    answers = {kind: client.ask(f"{{ {field} }}") for kind, field in ASKED.items()}
    return {
        kind: 0 if answer.errors else next(iter(answer.data.values()))["totalCount"]
        for kind, answer in answers.items()
        if answer.data
    }


def opened(client: Client) -> set[str]:
    """The guarded coordinates where the portal itself says that this client may."""
    asked, most = guarded(), client.portal.settings.max_root_fields
    return set(
        chain.from_iterable(
            _opened(client, asked[start : start + most]) for start in range(0, len(asked), most)
        )
    )


def _opened(client: Client, coordinates: list[str]) -> list[str]:
    asks = " ".join(
        f'q{number}: access(coordinate: "{coordinate}") {{ allowed }}'
        for number, coordinate in enumerate(coordinates)
    )
    answer = client.ask(f"{{ {asks} }}")
    return [
        coordinate
        for number, coordinate in enumerate(coordinates)
        if answer[f"q{number}"]["allowed"]
    ]


CLOSED = [
    ("CLAIMS", {"Claim", "Document"}, "Claim"),
    ("SETTLEMENTS", {"Settlement", "SettlementLine"}, "Settlement"),
    ("INVOICES", {"Invoice"}, "Invoice"),
]


@pytest.mark.parametrize(
    ("access", "types", "listed"), CLOSED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_objects_hidden_from_the_administrator_are_not_counted(
    access: str, types: set[str], listed: str, world: World, manager: Client
) -> None:
    """She may open it for herself: then she is told, and a security event tells that she did."""
    own, person = world.a.people["administrator with user management"], world.a.people["user"]
    counted_before = counts(foreseen(manager, person, [access])["gained"])
    assert counted_before.keys() == types
    assert None not in counted_before.values()
    without = [other for other in Access if other != access]
    closing = manager.mutate(CHANGE, user=own.id, accesses=without)["change"]["lost"]
    assert counts(closing) == counted_before, "she saw them until now"
    hidden = counts(foreseen(manager, person, [access])["gained"])
    assert hidden.keys() >= types
    assert set(hidden.values()) == {None}
    assert found(manager)[listed] == 0
    assert set(
        counts(
            manager.mutate(CHANGE, user=person.id, accesses=[access])["change"]["gained"]
        ).values()
    ) == {None}
    assert set(counts(foreseen(manager, person, [])["lost"]).values()) == {None}
    assert set(counts(foreseen(manager, own, list(Access))["gained"]).values()) == {None}
    manager.mutate(CHANGE, user=own.id, accesses=list(Access))
    assert counts(foreseen(manager, person, [])["lost"]) == counted_before
    assert [event.accesses for event in events_of(world, own)] == [{access}, {access}]


def events_of(world: World, person: Any) -> list[models.SecurityEvent]:
    return world.portal.run(
        models.SecurityEvent.filter(user_id=person.user.id, company_id=world.a.company.id).order_by(
            "at"
        )
    )


def test_a_hidden_count_is_the_same_whether_there_is_something_or_nothing(world: World) -> None:
    own = world.a.people["administrator with user management"]
    world.portal.run(
        models.Membership.filter(user_id=own.user.id).update(accesses="USER_MANAGEMENT")
    )
    client = world.client("administrator with user management")
    nothing = foreseen(client, world.a.people["user"], ["CLAIMS"])
    world.document(world.claim())
    assert foreseen(client, world.a.people["user"], ["CLAIMS"]) == nothing
    assert counts(nothing["gained"]) == dict.fromkeys(
        ("Claim", "IncapacityPeriod", "ClaimEvent", "Document")
    )


@pytest.mark.parametrize(
    ("name", "accesses", "administrator", "code", "field"),
    [
        ("user", ["USER_MANAGEMENT"], None, "NOT_YOURS_TO_GRANT", "accesses"),
        ("administrator", ["CLAIMS", "USER_MANAGEMENT"], True, "NOT_YOURS_TO_GRANT", "accesses"),
        ("administrator with user management", ["CLAIMS"], None, "NOT_YOURS_TO_GRANT", "accesses"),
        (
            "administrator with user management",
            ["CLAIMS"],
            False,
            "OWN_MANAGEMENT",
            "administrator",
        ),
    ],
)
def test_a_preview_matches_the_mutation(
    name: str,
    accesses: list[str],
    administrator: bool | None,
    code: str,
    field: str,
    world: World,
    manager: Client,
) -> None:
    variables = {
        "user": world.a.people[name].id,
        "accesses": accesses,
        "administrator": administrator,
    }
    decision = manager.ask(PREVIEW, **variables)["previewAccessChange"]["decision"]
    refused = manager.payload_of(CHANGE, **variables)
    assert (refused["user"], refused["change"]) == (None, None)
    (reason,) = decision["reasons"]
    assert (decision["allowed"], reason["code"], reason["field"]) == (False, code, [field])
    assert refused["errors"] == [{key: reason[key] for key in ("code", "field", "message")}]


@pytest.mark.parametrize("name", ["user", "administrator", "contract manager", "nobody"])
def test_another_companys_user_is_not_found(name: str, world: World, manager: Client) -> None:
    foreign = world.b.people[name].id if name != "nobody" else to_global_id(models.User())
    answer = manager.ask(PREVIEW, user=foreign, accesses=["CLAIMS"])
    assert answer.data == {"previewAccessChange": None}
    assert (answer.code, answer.errors[0]["message"]) == ("NOT_FOUND", "No such user.")


@pytest.mark.parametrize(
    "persona", ["user", "administrator", "contract manager", "health manager", "fiduciary"]
)
def test_a_preview_needs_the_permission_of_the_change(persona: str, world: World) -> None:
    answer = world.client(persona).ask(
        PREVIEW, user=world.a.people["user with claims"].id, accesses=[]
    )
    assert answer.data == {"previewAccessChange": None}
    assert answer.code == "FORBIDDEN"
    assert answer.refusal["contact"]["phone"]


def test_asking_changes_nothing_and_takes_a_bounded_number_of_statements(
    world: World, manager: Client
) -> None:
    before = user_rows(world)
    person = world.a.people["administrator"]
    for accesses, administrator in (
        (list(GRANTABLE), None),
        ([], False),
        ([], True),
        (["USER_MANAGEMENT"], True),
    ):
        with recorded_statements() as statements:
            foreseen(manager, person, accesses, administrator)
        assert len(statements) <= MOST, "\n".join(statements)
        assert not any(word in sql for sql in statements for word in ("UPDATE", "INSERT", "DELETE"))
    assert user_rows(world) == before
    assert events_of(world, person) == []


def test_a_change_leaves_the_events_of_what_it_answers(world: World, manager: Client) -> None:
    person = world.a.people["user with claims"]
    change = manager.mutate(
        CHANGE, user=person.id, accesses=["INVOICES", "SETTLEMENTS"], administrator=True
    )["change"]
    events = {str(event.kind): event for event in events_of(world, person)}
    assert events.keys() == {"ACCESS_GRANTED", "ACCESS_WITHDRAWN", "ROLE_CHANGED"}
    assert events["ACCESS_GRANTED"].accesses == set(change["gained"]["accesses"])
    assert events["ACCESS_WITHDRAWN"].accesses == set(change["lost"]["accesses"])
    assert {event.actor for event in events.values()} == {
        world.a.people["administrator with user management"].user.name
    }
