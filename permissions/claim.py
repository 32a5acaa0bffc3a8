"""Rules for claims: see, declare and handle."""

from i18n import gettext_noop
from models import Access, Role
from permissions.grants import AskWho
from permissions.rule import Rule
from permissions.viewer import CLIENTS


class SeeClaims(Rule):
    """See claim files."""

    action = gettext_noop("see claim files")
    access = Access.CLAIMS


class DeclareClaims(SeeClaims):
    """Draft, submit and complete claims."""

    action = gettext_noop("declare claims")
    roles = CLIENTS


class HandleClaims(SeeClaims):
    """Register, review, accept, refuse and close claims."""

    action = gettext_noop("handle claims")
    roles = frozenset({Role.HEALTH_MANAGER})
    ask_who = AskWho.HEALTH_MANAGER
