"""Who may see, add, change and remove users. Nobody inside a company grants USER_MANAGEMENT."""

from i18n import gettext_noop
from models import Access, Role
from permissions.grants import AskWho
from permissions.rule import Rule, SignedIn
from permissions.viewer import MANAGERS


class SeeOwnAccount(SignedIn):
    """See one's own name, role and accesses."""

    act = gettext_noop("see your own account")


class ChangeOwnSignIn(SignedIn):
    """Change the company one acts for and the password, prove oneself again and end one's own sessions."""

    act = gettext_noop("change your own session")


class ChangeSecondFactor(SignedIn):
    """Change one's own second factor."""

    act = gettext_noop("change your own second factor")
    step_up = True


class EndOwnSessions(SignedIn):
    """End one's own sessions on other devices."""

    act = gettext_noop("end your sessions on other devices")
    step_up = True


class SeeUsers(Rule):
    """See who reaches the same information."""

    act = gettext_noop("see who has access to the same information")
    roles = frozenset({Role.ADMINISTRATOR, Role.CONTRACT_MANAGER})


class ManageUsers(Rule):
    """Add, change and remove users' accesses."""

    act = gettext_noop("manage the company's users")
    roles = frozenset({Role.ADMINISTRATOR})
    access = Access.USER_MANAGEMENT
    step_up = True


class SeeSecurityEvents(Rule):
    """See what happened to the accounts of the company's users."""

    act = gettext_noop("see the security events of the company's users")
    roles = frozenset({Role.ADMINISTRATOR})
    access = Access.USER_MANAGEMENT


class GrantUserManagement(Rule):
    """Grant and withdraw USER_MANAGEMENT."""

    act = gettext_noop("grant the user management")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class AddMemberships(Rule):
    """Make a user of one company a user of another one as well."""

    act = gettext_noop("add a user of one company to another company")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class StartFactorResets(Rule):
    """Start the reset of a second factor that its owner has lost."""

    act = gettext_noop("start the reset of a second factor")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class DecideFactorResets(Rule):
    """Approve or refuse, as a second manager, the reset of a second factor."""

    act = gettext_noop("decide on the reset of a second factor")
    roles = MANAGERS
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True


class ChangePersonalInformation(Rule):
    """Change a user's name, e-mail and phone."""

    act = gettext_noop("change personal information")
    roles = frozenset({Role.CONTRACT_MANAGER})
    ask_who = AskWho.CONTRACT_MANAGER
    step_up = True
