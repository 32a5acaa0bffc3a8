"""Who may see, declare and handle claims."""

from models import Access, Role
from permissions.grants import AskWho
from permissions.rule import Rule
from permissions.viewer import CLIENTS


class SeeClaims(Rule):
    """See claim files."""

    access = Access.CLAIMS


class DeclareClaims(SeeClaims):
    """Draft, submit and complete claims."""

    roles = CLIENTS


class HandleClaims(SeeClaims):
    """Register, review, accept, refuse and close claims."""

    roles = frozenset({Role.HEALTH_MANAGER})
    ask_who = AskWho.HEALTH_MANAGER
