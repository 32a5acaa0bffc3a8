"""What the demo world knows of a person, and of the place they have in a company."""

from dataclasses import dataclass

from models import Access, Language, ManagerKind, Role, TwoFactorMethod, UserStatus

CLAIMS = frozenset({Access.CLAIMS})
SETTLEMENTS = frozenset({Access.SETTLEMENTS})
INVOICES = frozenset({Access.INVOICES})
EVERYTHING = frozenset(Access)


@dataclass(frozen=True, slots=True)
class Seat:
    """One membership: the company by its key, the role and the accesses."""

    company: str
    role: Role
    accesses: frozenset[Access]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account. A client has seats, a manager of the insurer has a kind of manager."""

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
    seats: tuple[Seat, ...] = ()
    manages: ManagerKind | None = None
    speaks: frozenset[Language] = frozenset()

    @property
    def name(self) -> str:
        """First and last name, as people write them."""
        return f"{self.first_name} {self.last_name}"


def user(company: str, accesses: frozenset[Access]) -> Seat:
    """A user's seat."""
    return Seat(company, Role.USER, accesses)


def administrator(company: str, accesses: frozenset[Access]) -> Seat:
    """An administrator's seat."""
    return Seat(company, Role.ADMINISTRATOR, accesses)
