"""Rules for users and accounts. Nobody inside a company grants USER_MANAGEMENT."""

from i18n import gettext_noop
from models import Access, Role
from permissions.grants import AskWho
from permissions.rule import Rule, SignedIn
from permissions.viewer import MANAGERS


class SeeOwnAccount(SignedIn):
    """See the viewer's own account, role and accesses."""

    action = gettext_noop("see your own account")


class ChangeOwnSignIn(SignedIn):
    """Switch company, change the password and verify the second factor again, for oneself."""

    action = gettext_noop("switch company, change your password and verify the second factor again")


class ChangeSecondFactor(SignedIn):
    """Change the viewer's own second factor."""

    action = gettext_noop("change your own second factor")
    step_up = True


class EndOwnSessions(SignedIn):
    """End the viewer's own sessions on other devices."""

    action = gettext_noop("end your sessions on other devices")
    step_up = True


class SeeUsers(Rule):
    """See the users of the company and their accesses."""

    action = gettext_noop("see the users of the company and their accesses")
    roles = frozenset({Role.ADMINISTRATOR, Role.CONTRACT_MANAGER})


class ManageUsers(Rule):
    """Add, change and remove users' accesses."""

    action = gettext_noop("manage the company's users")
    roles = frozenset({Role.ADMINISTRATOR})
    access = Access.USER_MANAGEMENT
    step_up = True


class SeeSecurityEvents(Rule):
    """See the security events of the company's users."""

    action = gettext_noop("see the security events of the company's users")
    roles = frozenset({Role.ADMINISTRATOR})
    access = Access.USER_MANAGEMENT


class GrantUserManagement(Rule):
    """Grant and withdraw USER_MANAGEMENT."""

    action = gettext_noop("grant the access “User management”")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class AddMemberships(Rule):
    """Add a user of one company to another company."""

    action = gettext_noop("add a user of one company to another company")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class StartFactorResets(Rule):
    """Start the reset of a second factor that its owner has lost."""

    action = gettext_noop("start the reset of a second factor")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class DecideFactorResets(Rule):
    """Approve or refuse the reset of a second factor that another manager started."""

    action = gettext_noop("decide on the reset of a second factor")
    roles = MANAGERS
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class ChangePersonalInformation(Rule):
    """Change the name, e-mail address and phone number of a user."""

    action = gettext_noop("change personal information")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True
