"""Who may see a company: whoever reaches it."""

from permissions.rule import SignedIn


class SeeCompany(SignedIn):
    """See the company, its contracts and its managers."""
