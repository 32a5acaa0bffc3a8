"""Who may see, declare and handle claims."""

from languages import later
from models import Access, Role
from permissions.grants import AskWho
from permissions.rule import Rule
from permissions.viewer import CLIENTS


class SeeClaims(Rule):
    """See claim files."""

    act = later("see claim files")
    access = Access.CLAIMS


class DeclareClaims(SeeClaims):
    """Draft, submit and complete claims."""

    act = later("declare claims")
    roles = CLIENTS


class HandleClaims(SeeClaims):
    """Register, review, accept, refuse and close claims."""

    act = later("handle claims")
    roles = frozenset({Role.HEALTH_MANAGER})
    ask_who = AskWho.HEALTH_MANAGER
