"""Truth table of rules and personas, without a database: each rule against its row."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

import permissions
from models import Access, Role
from permissions import GRANTED_BY, RULES, Anyone, AskWho, Rule, SignedIn, grantable_accesses
from permissions.persona import ANONYMOUS, PERSONAS, allowed
from permissions.user import SeeUsers
from scripts import access_matrix
from tests.support import rule_table
from tests.support.rule_table import PERSONA_NAMES, TRUTH, all_rules, marks
from tests.support.truth_table import assert_complete, place

A = Access


def row_of(rule: type[Rule]) -> str:
    """Return the rule's row of the table, as it answers."""
    fresh = [rule.allows(viewer) for viewer in PERSONAS.values()]
    return " ".join(
        "-" if not allowed else "+" if stale else "*"
        for allowed, stale in zip(fresh, after_a_while(rule), strict=True)
    )


def after_a_while(rule: type[Rule]) -> list[bool]:
    """Return whom the rule allows once the second factor was proved too long ago."""
    return [
        rule.allows(replace(viewer, fresh=False) if viewer else None)
        for viewer in PERSONAS.values()
    ]


@pytest.mark.parametrize("name", TRUTH)
def test_each_rule_allows_the_personas_of_the_table(name: str) -> None:
    expected = marks(name)
    assert {persona: all_rules()[name].allows(PERSONAS[persona]) for persona in expected} == {
        persona: mark != "-" for persona, mark in expected.items()
    }


@pytest.mark.parametrize("name", TRUTH)
def test_after_a_while_some_rules_ask_for_the_second_factor_again(name: str) -> None:
    for persona, mark in marks(name).items():
        rule, fresh = all_rules()[name], PERSONAS[persona]
        missing = rule.missing(replace(fresh, fresh=False) if fresh else None)
        if mark == "*":
            assert missing is not None
            assert (missing.code, missing.ask_who) == ("STEP_UP_REQUIRED", None)
        else:
            assert missing == rule.missing(fresh)


def test_the_table_is_complete() -> None:
    rules = all_rules()
    assert_complete(
        rule_table.__file__,
        "TRUTH",
        TRUTH,
        rules,
        lambda name: f'"{name}": "{row_of(rules[name])}",  # as it answers now',
    )
    short = [name for name, row in TRUTH.items() if len(row.split()) != len(PERSONA_NAMES)]
    assert not short, (
        f"one column for each of {', '.join(PERSONA_NAMES)}: in {place(rule_table.__file__, 'TRUTH')}, {', '.join(short)}"
    )


def test_every_rule_is_in_the_catalogue() -> None:
    """A module of rules that `permissions/__init__.py` does not name would leave them out."""
    assert permissions.__file__
    for module in Path(permissions.__file__).parent.glob("*.py"):
        import_module(f"permissions.{module.stem}")
    missing = [rule.__module__ for rule in {*all_rules().values()} - {*RULES, Anyone, SignedIn}]
    assert not missing, (
        f"name in `rules_of(…)` of permissions/__init__.py: {', '.join(sorted(missing))}"
    )
    assert len(set(RULES)) == len(RULES)


def test_every_rule_allows_a_persona_of_the_matrix() -> None:
    blank = [rule.__name__ for rule in RULES if not allowed(rule)]
    assert not blank, (
        f"a row of docs/access.md would be blank: add to PERSONAS in permissions/persona.py whom {', '.join(blank)} allow"
    )


def test_the_matrix_has_no_blank_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_matrix, "allowed", lambda rule: frozenset())
    with pytest.raises(LookupError, match="SeeOwnAccount allows no persona: add one to PERSONAS"):
        access_matrix.matrix()


def test_reach_does_not_depend_on_step_up() -> None:
    """Statements are kept by role and accesses, so `reach` may ask no rule that also looks at the time."""
    assert not SeeUsers.step_up


def test_every_access_and_every_role_has_a_persona() -> None:
    viewers = [persona for persona in PERSONAS.values() if persona]
    assert {persona.role for persona in viewers} == set(Role)
    assert {access for persona in viewers for access in persona.accesses} == set(Access)


@pytest.mark.parametrize("access", Access)
def test_every_access_has_a_grantor(access: Access) -> None:
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
        ("DownloadMedicalDocuments", "user with claims", None, AskWho.HEALTH_MANAGER),
        ("SeeInvoices", ANONYMOUS, None, AskWho.HOTLINE),
    ],
)
def test_a_refusal_names_what_is_missing_and_whom_to_ask(
    rule: str, persona: str, access: Access | None, ask_who: AskWho
) -> None:
    missing = all_rules()[rule].missing(PERSONAS[persona])
    assert missing is not None
    assert (missing.access, missing.ask_who) == (access, ask_who)
    assert missing.code == ("UNAUTHENTICATED" if persona == ANONYMOUS else "FORBIDDEN")
