"""Personas of the demo: accounts to sign in with, each showing other permissions."""

from dataclasses import dataclass

from demo.people import CLAIMS, EVERYTHING, INVOICES, SETTLEMENTS, Person, administrator, user
from models import Language, ManagerKind, TwoFactorMethod

GENEVA_PASSWORD = "demo-Geneve-2026"
FRIBOURG_PASSWORD = "demo-Fribourg-2026"
CONTRACT_PASSWORD = "demo-Contrat-2026"
HEALTH_PASSWORD = "demo-Sante-2026"
ZOLLIKOFEN_PASSWORD = "demo-Zollikofen-2026"
TOTP_SECRET = "GUICHETDEMOTOTPSECRETGENEVE23456"


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona(Person):
    """Person to sign in as: active, with a password."""

    title: str
    password: str
    what_to_try: str


PERSONAS: tuple[Persona, ...] = (
    Persona(
        key="claims",
        title="user with CLAIMS",
        first_name="Léa",
        last_name="Rochat",
        identifier="10482201",
        password=GENEVA_PASSWORD,
        email="lea.rochat@clairmont.example",
        phone="+41 79 000 22 01",
        memberships=(user("clairmont", CLAIMS),),
        what_to_try=(
            "Declare a claim and add a document to it; then ask for an invoice and read whom the "
            "refusal sends you to."
        ),
    ),
    Persona(
        key="settlements",
        title="user with CLAIMS and SETTLEMENTS",
        first_name="Marc",
        last_name="Favre",
        identifier="10482202",
        password=GENEVA_PASSWORD,
        email="marc.favre@clairmont.example",
        phone="+41 79 000 22 02",
        method=TwoFactorMethod.SMS,
        memberships=(user("clairmont", CLAIMS | SETTLEMENTS),),
        what_to_try=(
            "Follow a closed claim from its history to its provisional and final settlements, line "
            "by line."
        ),
    ),
    Persona(
        key="invoices",
        title="user with INVOICES only",
        first_name="Sophie",
        last_name="Dutoit",
        identifier="10482203",
        password=GENEVA_PASSWORD,
        email="sophie.dutoit@clairmont.example",
        phone="+41 79 000 22 03",
        memberships=(user("clairmont", INVOICES),),
        what_to_try=(
            "Page through two years of premium invoices, download the overdue one, and be refused "
            "every claim."
        ),
    ),
    Persona(
        key="administrator",
        title="administrator without USER_MANAGEMENT",
        first_name="Nadia",
        last_name="Perrin",
        identifier="10482204",
        password=GENEVA_PASSWORD,
        email="nadia.perrin@clairmont.example",
        phone="+41 79 000 22 04",
        memberships=(administrator("clairmont", CLAIMS | INVOICES),),
        what_to_try=(
            "See who reaches the same information; try to change an access and learn that the "
            "contract manager can open it."
        ),
    ),
    Persona(
        key="user_manager",
        title="administrator with USER_MANAGEMENT and all accesses",
        first_name="Philippe",
        last_name="Monnier",
        identifier="10482205",
        password=GENEVA_PASSWORD,
        email="philippe.monnier@clairmont.example",
        phone="+41 79 000 22 05",
        method=TwoFactorMethod.TOTP,
        totp_secret=TOTP_SECRET,
        memberships=(administrator("clairmont", EVERYTHING),),
        what_to_try=(
            "Invite a colleague, open and close an access, and try to grant USER_MANAGEMENT or to "
            "remove your own."
        ),
    ),
    Persona(
        key="fiduciary",
        title="fiduciary with memberships in two companies",
        first_name="Élodie",
        last_name="Zbinden",
        identifier="10482206",
        password=FRIBOURG_PASSWORD,
        email="elodie.zbinden@zbinden-fiduciaire.example",
        phone="+41 79 000 22 06",
        memberships=(
            user("clairmont", INVOICES | SETTLEMENTS),
            user("lindenegg", INVOICES | CLAIMS),
        ),
        what_to_try=(
            "Choose a company, then switch to the other: the accesses differ, and nothing of the "
            "one shows in the other."
        ),
    ),
    Persona(
        key="contract_manager",
        title="contract manager",
        first_name="Claire",
        last_name="Duvanel",
        identifier="20010001",
        password=CONTRACT_PASSWORD,
        email="claire.duvanel@guichet.example",
        phone="+41 27 000 10 01",
        manager_kind=ManagerKind.CONTRACT,
        languages=frozenset({Language.FR, Language.IT, Language.EN}),
        what_to_try=(
            "Grant USER_MANAGEMENT to an administrator, correct a user's phone number, and be "
            "refused every claim."
        ),
    ),
    Persona(
        key="health_manager",
        title="health manager",
        first_name="Julien",
        last_name="Carron",
        identifier="20010002",
        password=HEALTH_PASSWORD,
        email="julien.carron@guichet.example",
        phone="+41 27 000 10 02",
        manager_kind=ManagerKind.HEALTH,
        languages=frozenset({Language.FR, Language.IT}),
        what_to_try=(
            "Register a submitted claim, request information, accept it, and reopen a medical "
            "document that its sender may not."
        ),
    ),
    Persona(
        key="other_administrator",
        title="administrator of another company",
        first_name="Ursula",
        last_name="Brunner",
        identifier="10593301",
        password=ZOLLIKOFEN_PASSWORD,
        email="ursula.brunner@lindenegg.example",
        phone="+41 79 000 33 01",
        language=Language.DE,
        memberships=(administrator("lindenegg", EVERYTHING),),
        what_to_try=(
            "Ask for a claim of Maison Clairmont by its id: it is not found, as if it did not "
            "exist."
        ),
    ),
)
