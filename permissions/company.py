"""Rule for companies: a viewer sees each company in reach."""

from i18n import gettext_noop
from permissions.rule import SignedIn


class SeeCompany(SignedIn):
    """See the company, its contracts and its managers."""

    action = gettext_noop("see the company")
