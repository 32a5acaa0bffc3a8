"""Who may see a company: whoever reaches it."""

from languages import later
from permissions.rule import SignedIn


class SeeCompany(SignedIn):
    """See the company, its contracts and its managers."""

    act = later("see the company")
