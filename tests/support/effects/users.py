"""Effects of the arguments of mutations about users and their accesses."""

from functools import partial
from typing import Any
from uuid import uuid4

import models
from models import Access, Role, TwoFactorMethod, UserStatus
from tests.support.effects.registry import Stage, codes, effect, mutate
from tests.support.world import Person

ADMINISTRATOR, CONTRACT = "administrator with user management", "contract manager"
NEW = {"firstName": "Ada", "lastName": "Lovelace"}
ADDED = {
    "firstName": ("Ada", "Grace"),
    "lastName": ("Lovelace", "Hopper"),
    "phone": ("", "+41 79 765 43 21"),
    "language": ("FR", "DE"),
    "administrator": (False, True),
    "accesses": ([], ["CLAIMS"]),
}
PARTICULARS = {
    "firstName": ("Ada", "Grace"),
    "lastName": ("Lovelace", "Hopper"),
    "phone": ("+41 79 765 43 20", "+41 79 765 43 21"),
    "language": ("FR", "DE"),
}


async def _row(where: dict[str, Any]) -> list[Any]:
    memberships = await models.Membership.filter(**where).select_related("user")
    return [
        (
            one.user.first_name,
            one.user.last_name,
            one.user.phone,
            one.user.language,
            one.role,
            sorted(one.accesses),
        )
        for one in memberships
    ]


def added(stage: Stage, value: Any, name: str) -> Any:
    """Return the row of a user who was added with this value."""
    email = f"{uuid4().hex}@example.com"
    assert (
        codes(
            mutate(
                stage.client(ADMINISTRATOR), "addUser", user={**NEW, "email": email, name: value}
            )
        )
        == []
    )
    return stage.portal.run(_row({"user__email": email}))


@effect("Mutation.addUser(user:).email", "one", "other")
def added_by_mail(stage: Stage, name: str) -> Any:
    """Return who of two addresses is a user then."""
    mark = uuid4().hex
    assert (
        codes(
            mutate(
                stage.client(ADMINISTRATOR),
                "addUser",
                user={**NEW, "email": f"{name}.{mark}@example.com"},
            )
        )
        == []
    )
    return [
        stage.portal.run(models.User.filter(email=f"{one}.{mark}@example.com").exists())
        for one in ("one", "other")
    ]


def informed(stage: Stage, value: Any, name: str) -> Any:
    """Return the row of a user whose particulars were changed to this value."""
    person = stage.person()
    assert (
        codes(
            mutate(
                stage.client(CONTRACT),
                "changePersonalInformation",
                userId=person.id,
                information={name: value},
            )
        )
        == []
    )
    return stage.portal.run(_row({"user_id": person.user.id}))


@effect("Mutation.changePersonalInformation(information:).email", "one", "other")
def informed_of_an_address(stage: Stage, name: str) -> Any:
    """Return the beginning of a user's new address."""
    person, address = stage.person(), f"{name}.{uuid4().hex}@example.com"
    assert (
        codes(
            mutate(
                stage.client(CONTRACT),
                "changePersonalInformation",
                userId=person.id,
                information={"email": address},
            )
        )
        == []
    )
    return stage.portal.run(models.User.get(id=person.user.id)).email.partition(".")[0]


for name, (one, other) in ADDED.items():
    effect(f"Mutation.addUser(user:).{name}", one, other)(partial(added, name=name))
for name, (one, other) in PARTICULARS.items():
    effect(f"Mutation.changePersonalInformation(information:).{name}", one, other)(
        partial(informed, name=name)
    )


@effect("Mutation.changeAccesses(accesses:)", [], ["CLAIMS"])
def changed_accesses(stage: Stage, accesses: list[str]) -> Any:
    """Return the membership of a user whose accesses were changed."""
    person = stage.person(Access.INVOICES)
    assert (
        codes(
            mutate(
                stage.client(ADMINISTRATOR), "changeAccesses", userId=person.id, accesses=accesses
            )
        )
        == []
    )
    return stage.portal.run(_row({"user_id": person.user.id}))


@effect("Mutation.changeAccesses(administrator:)", None, True)
def changed_role(stage: Stage, administrator: bool | None) -> Any:
    """Return the membership of a user whose role was changed, or left."""
    person = stage.person()
    payload = mutate(
        stage.client(ADMINISTRATOR),
        "changeAccesses",
        userId=person.id,
        accesses=[],
        administrator=administrator,
    )
    assert codes(payload) == []
    return stage.portal.run(_row({"user_id": person.user.id}))


async def _traces(people: list[Person]) -> list[Any]:
    """Return of each user what the mutations below leave: memberships, sessions, links, resets, the second factor, the name."""
    found = []
    for person in people:
        key = person.user.id
        user = await models.User.get(id=key)
        memberships = (
            await models.Membership.filter(user_id=key)
            .order_by("company__name")
            .select_related("company")
        )
        found.append(
            (
                [(one.company.name, sorted(one.accesses)) for one in memberships],
                [
                    await model.filter(user_id=key).count()
                    for model in (models.Session, models.OneTimeLink, models.FactorReset)
                ],
                user.two_factor_method,
                user.first_name,
            )
        )
    return found


def one_of_two(
    stage: Stage, chosen: int, mutation: str, persona: str, people: dict[str, Any], **arguments: Any
) -> Any:
    """Return the traces of two users, of which the chosen one is named by `userId`."""
    both = [stage.person(**people) for _ in range(2)]
    for person in both if mutation == "endUserSessions" else ():
        stage.world.sign_in_as(person)
    if mutation in ("approveFactorReset", "refuseFactorReset"):
        for person in both:
            assert codes(mutate(stage.client(CONTRACT), "startFactorReset", userId=person.id)) == []
    assert codes(mutate(stage.client(persona), mutation, userId=both[chosen].id, **arguments)) == []
    return stage.portal.run(_traces(both))


LOST = {"two_factor_method": TwoFactorMethod.SMS}
for mutation, persona, people, arguments in (
    ("changeAccesses", ADMINISTRATOR, {}, {"accesses": ["CLAIMS"]}),
    ("removeUser", ADMINISTRATOR, {}, {}),
    ("endUserSessions", ADMINISTRATOR, {}, {}),
    ("resendInvitation", ADMINISTRATOR, {"status": UserStatus.INVITED}, {}),
    ("startFactorReset", CONTRACT, LOST, {}),
    ("approveFactorReset", "health manager", LOST, {}),
    ("refuseFactorReset", "health manager", LOST, {}),
    ("changePersonalInformation", CONTRACT, {}, {"information": {"firstName": "Grace"}}),
):
    effect(f"Mutation.{mutation}(userId:)", 0, 1)(
        partial(one_of_two, mutation=mutation, persona=persona, people=people, **arguments)
    )


def managed(stage: Stage, chosen: Any, mutation: str, *, of: str) -> Any:
    """Return the traces of two administrators of both companies, of which one is named, in one company."""
    manages = (Access.USER_MANAGEMENT,) if mutation == "withdrawUserManagement" else ()
    stage.portal.run(
        models.Company.filter(id=stage.world.b.company.id).update(
            contract_manager_id=_contract_manager(stage)
        )
    )
    both = [stage.person(*manages, role=Role.ADMINISTRATOR) for _ in range(2)]
    for person in both if mutation != "addMembership" else ():
        given = {"role": Role.ADMINISTRATOR, "accesses": list(manages)}
        stage.portal.run(
            models.Membership.create(user=person.user, company=stage.world.b.company, **given)
        )
    index, company = (chosen, "b") if of == "user" else (0, chosen)
    names = {"a": stage.world.a.id, "b": stage.world.b.id}
    payload = mutate(
        stage.client(CONTRACT), mutation, userId=both[index].id, companyId=names[company]
    )
    return codes(payload), stage.portal.run(_traces(both))


def _contract_manager(stage: Stage) -> Any:
    manager = stage.world.a.people[CONTRACT].manager
    assert manager is not None
    return manager.id


for mutation in ("grantUserManagement", "withdrawUserManagement", "addMembership"):
    effect(f"Mutation.{mutation}(userId:)", 0, 1)(partial(managed, mutation=mutation, of="user"))
    effect(f"Mutation.{mutation}(companyId:)", "b", "a")(
        partial(managed, mutation=mutation, of="company")
    )
