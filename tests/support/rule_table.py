"""Truth table of the rules: each rule for each persona. A new rule needs its row in `TRUTH`."""

from permissions import Rule
from permissions.persona import PERSONAS

PERSONA_NAMES = tuple(PERSONAS)

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
    "DownloadMedicalDocuments":    "- - - - - - - - *",
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
    return dict(zip(PERSONA_NAMES, row, strict=True)) if len(row) == len(PERSONA_NAMES) else {}


def is_allowed(rule: str, persona: str) -> bool:
    """Return True if the truth table allows the persona the rule."""
    row = marks(rule)
    return row[persona] != "-" if row else all_rules()[rule].allows(PERSONAS[persona])
