"""Truth table of rules and personas, against which everything else is asked."""

from permissions import Rule
from permissions.persona import PERSONAS

NAMES = tuple(PERSONAS)

# One column for each persona, in the order of NAMES: allowed (+), allowed with a second factor proved a short time ago (*), refused (-).
TRUTH = {
    "Anyone":                    "+ + + + + + + + +",
    "SignedIn":                  "- + + + + + + + +",
    "SeeOwnAccount":             "- + + + + + + + +",
    "ChangeOwnSignIn":           "- + + + + + + + +",
    "ChangeSecondFactor":        "- * * * * * * * *",
    "EndOwnSessions":            "- * * * * * * * *",
    "SeeUsers":                  "- - - - - + + + -",
    "ManageUsers":               "- - - - - - * - -",
    "SeeSecurityEvents":         "- - - - - - + - -",
    "GrantUserManagement":       "- - - - - - - * -",
    "AddMemberships":            "- - - - - - - * -",
    "StartFactorResets":         "- - - - - - - * -",
    "DecideFactorResets":        "- - - - - - - * *",
    "ChangePersonalInformation": "- - - - - - - * -",
    "SeeCompany":                "- + + + + + + + +",
    "SeeClaims":                 "- - + - - + + - +",
    "DeclareClaims":             "- - + - - + + - -",
    "HandleClaims":              "- - - - - - - - +",
    "SeeDocuments":              "- - + - - + + - +",
    "UploadDocuments":           "- - + - - + + - -",
    "ReopenMedicalDocuments":    "- - - - - - - - *",
    "SeeSettlements":            "- - - + - + + - +",
    "SeeSettlementLines":        "- - - * - * * - *",
    "SeeInvoices":               "- - - - + + + + -",
}  # fmt: skip


def all_rules(rule: type[Rule] = Rule) -> dict[str, type[Rule]]:
    """Return every rule by its name."""
    below = {
        name: found for child in rule.__subclasses__() for name, found in all_rules(child).items()
    }
    return below if rule is Rule else {**below, rule.__name__: rule}


def marks(rule: str) -> dict[str, str]:
    """Return the row of a rule by persona; empty where it is missing, or has not a column for each: `test_rules.py` fails once for those."""
    row = TRUTH.get(rule, "").split()
    return dict(zip(NAMES, row, strict=True)) if len(row) == len(NAMES) else {}


def may(rule: str, persona: str) -> bool:
    """Return what the table says, or what the rule itself says where the table has no such row."""
    row = marks(rule)
    return row[persona] != "-" if row else all_rules()[rule].allows(PERSONAS[persona])
