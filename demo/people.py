"""Seed data of people and their memberships."""

from dataclasses import dataclass

from models import Access, Language, ManagerKind, Role, TwoFactorMethod, UserStatus

CLAIMS = frozenset({Access.CLAIMS})
SETTLEMENTS = frozenset({Access.SETTLEMENTS})
INVOICES = frozenset({Access.INVOICES})
EVERYTHING = frozenset(Access)


@dataclass(frozen=True, slots=True)
class MembershipSeed:
    """Seed data of a membership; the company is given by its key."""

    company: str
    role: Role
    accesses: frozenset[Access]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Person with an account: a client with memberships, or a manager of the insurer."""

    key: str
    first_name: str
    last_name: str
    identifier: str
    email: str
    phone: str
    password: str | None
    language: Language = Language.FR
    method: TwoFactorMethod = TwoFactorMethod.EMAIL
    totp_secret: str | None = None
    status: UserStatus = UserStatus.ACTIVE
    memberships: tuple[MembershipSeed, ...] = ()
    manager_kind: ManagerKind | None = None
    languages: frozenset[Language] = frozenset()

    @property
    def name(self) -> str:
        """First name and last name."""
        return f"{self.first_name} {self.last_name}"


def user(company: str, accesses: frozenset[Access]) -> MembershipSeed:
    """Return the membership of a user."""
    return MembershipSeed(company, Role.USER, accesses)


def administrator(company: str, accesses: frozenset[Access]) -> MembershipSeed:
    """Return the membership of an administrator."""
    return MembershipSeed(company, Role.ADMINISTRATOR, accesses)
