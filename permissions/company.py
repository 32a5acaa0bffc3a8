"""Who may see a company: whoever reaches it."""

from i18n import gettext_noop
from permissions.rule import SignedIn


class SeeCompany(SignedIn):
    """See the company, its contracts and its managers."""

    action = gettext_noop("see the company")
