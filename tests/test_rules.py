"""Who may what: the whole truth table of rules and personas, without a database."""

from dataclasses import replace
from uuid import uuid4

import pytest

from models import Access, Role
from permissions import (
    GRANTED_BY,
    RULES,
    Anyone,
    AskWho,
    Rule,
    SeeUsers,
    SignedIn,
    Viewer,
    grantable_accesses,
)

A = Access


def viewer(role: Role, *accesses: Access) -> Viewer:
    return Viewer(uuid4(), uuid4(), "Test", role, frozenset(accesses), uuid4(), uuid4(), fresh=True)


PERSONAS: dict[str, Viewer | None] = {
    "stranger": None,
    "user": viewer(Role.USER),
    "user with claims": viewer(Role.USER, A.CLAIMS),
    "user with settlements": viewer(Role.USER, A.SETTLEMENTS),
    "user with invoices": viewer(Role.USER, A.INVOICES),
    "administrator": viewer(Role.ADMINISTRATOR, A.CLAIMS, A.SETTLEMENTS, A.INVOICES),
    "administrator with user management": viewer(Role.ADMINISTRATOR, *A),
    "contract manager": viewer(Role.CONTRACT_MANAGER, A.INVOICES),
    "health manager": viewer(Role.HEALTH_MANAGER, A.CLAIMS, A.SETTLEMENTS),
}
NAMES = tuple(PERSONAS)

# One column for each persona, in the order above: who may (+) and who is refused (-).
TRUTH = {
    "Anyone":                    "+ + + + + + + + +",
    "SignedIn":                  "- + + + + + + + +",
    "SeeOwnAccount":             "- + + + + + + + +",
    "ChangeOwnSignIn":           "- + + + + + + + +",
    "EndOwnSessions":            "- + + + + + + + +",
    "SeeCompany":                "- + + + + + + + +",
    "SeeUsers":                  "- - - - - + + + -",
    "ManageUsers":               "- - - - - - + - -",
    "SeeSecurityEvents":         "- - - - - - + - -",
    "GrantUserManagement":       "- - - - - - - + -",
    "StartFactorResets":         "- - - - - - - + -",
    "DecideFactorResets":        "- - - - - - - + +",
    "AddMemberships":            "- - - - - - - + -",
    "ChangePersonalInformation": "- - - - - - - + -",
    "ChangeSecondFactor":        "- + + + + + + + +",
    "SeeClaims":                 "- - + - - + + - +",
    "DeclareClaims":             "- - + - - + + - -",
    "HandleClaims":              "- - - - - - - - +",
    "SeeDocuments":              "- - + - - + + - +",
    "UploadDocuments":           "- - + - - + + - -",
    "ReopenMedicalDocuments":    "- - - - - - - - +",
    "SeeSettlements":            "- - - + - + + - +",
    "SeeSettlementLines":        "- - - + - + + - +",
    "SeeInvoices":               "- - - - + + + + -",
}  # fmt: skip


def may(rule: str, persona: str) -> bool:
    """What the truth table says."""
    return TRUTH[rule].split()[NAMES.index(persona)] == "+"


def all_rules(rule: type[Rule] = Rule) -> set[type[Rule]]:
    below = {found for child in rule.__subclasses__() for found in all_rules(child)}
    return below if rule is Rule else below | {rule}


@pytest.mark.parametrize("persona", NAMES)
@pytest.mark.parametrize(
    "rule", sorted(all_rules(), key=lambda rule: rule.__name__), ids=lambda rule: rule.__name__
)
def test_each_rule_allows_whom_the_table_says(rule: type[Rule], persona: str) -> None:
    assert rule.allows(PERSONAS[persona]) is may(rule.__name__, persona)


STEP_UP = {
    "ChangeSecondFactor", "EndOwnSessions", "ChangePersonalInformation", "StartFactorResets", "DecideFactorResets", "ManageUsers", "GrantUserManagement", "AddMemberships", "ReopenMedicalDocuments", "SeeSettlementLines",
}  # fmt: skip
"""What needs a second factor proved a short time ago."""


@pytest.mark.parametrize("persona", NAMES)
@pytest.mark.parametrize(
    "rule", sorted(all_rules(), key=lambda rule: rule.__name__), ids=lambda rule: rule.__name__
)
def test_after_a_while_some_rules_ask_for_the_second_factor_again(
    rule: type[Rule], persona: str
) -> None:
    fresh = PERSONAS[persona]
    missing = rule.missing(replace(fresh, fresh=False) if fresh else None)
    if may(rule.__name__, persona) and rule.__name__ in STEP_UP:
        assert missing is not None
        assert (missing.code, missing.ask_who) == ("STEP_UP_REQUIRED", None)
    else:
        assert missing == rule.missing(fresh)


def test_what_is_in_reach_depends_on_no_step_up() -> None:
    """Statements are kept by role and accesses, so `reach` may ask no rule that also looks at the time."""
    assert not SeeUsers.step_up


def test_the_table_is_complete() -> None:
    assert set(TRUTH) == {rule.__name__ for rule in all_rules()}
    assert set(RULES) | {Anyone, SignedIn} == all_rules()
    assert all(len(row.split()) == len(PERSONAS) for row in TRUTH.values())


def test_every_access_and_every_role_has_a_persona() -> None:
    viewers = [persona for persona in PERSONAS.values() if persona]
    assert {persona.role for persona in viewers} == set(Role)
    assert {access for persona in viewers for access in persona.accesses} == set(Access)


@pytest.mark.parametrize("access", Access)
def test_every_access_has_somebody_who_grants_it(access: Access) -> None:
    assert access in GRANTED_BY


def test_only_the_contract_manager_grants_user_management() -> None:
    assert grantable_accesses(Role.ADMINISTRATOR) == {A.CLAIMS, A.SETTLEMENTS, A.INVOICES}
    assert grantable_accesses(Role.CONTRACT_MANAGER) == {A.USER_MANAGEMENT}
    assert grantable_accesses(Role.USER) == grantable_accesses(Role.HEALTH_MANAGER) == frozenset()


@pytest.mark.parametrize(
    ("rule", "persona", "access", "ask_who"),
    [
        ("SeeInvoices", "user with claims", A.INVOICES, AskWho.ADMINISTRATOR),
        ("SeeClaims", "user with invoices", A.CLAIMS, AskWho.ADMINISTRATOR),
        ("SeeSettlements", "user with claims", A.SETTLEMENTS, AskWho.ADMINISTRATOR),
        ("ManageUsers", "administrator", A.USER_MANAGEMENT, AskWho.CONTRACT_MANAGER),
        ("ManageUsers", "user", None, AskWho.ADMINISTRATOR),
        ("SeeUsers", "user", None, AskWho.ADMINISTRATOR),
        (
            "GrantUserManagement",
            "administrator with user management",
            None,
            AskWho.CONTRACT_MANAGER,
        ),
        ("ChangePersonalInformation", "user", None, AskWho.CONTRACT_MANAGER),
        ("HandleClaims", "administrator", None, AskWho.HEALTH_MANAGER),
        ("ReopenMedicalDocuments", "user with claims", None, AskWho.HEALTH_MANAGER),
        ("SeeInvoices", "stranger", None, AskWho.HOTLINE),
    ],
)
def test_a_refusal_names_what_is_missing_and_whom_to_ask(
    rule: str, persona: str, access: Access | None, ask_who: AskWho
) -> None:
    (asked,) = (found for found in all_rules() if found.__name__ == rule)
    missing = asked.missing(PERSONAS[persona])
    assert missing is not None
    assert (missing.access, missing.ask_who) == (access, ask_who)
    assert missing.code == ("UNAUTHENTICATED" if persona == "stranger" else "FORBIDDEN")
