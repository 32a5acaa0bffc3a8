"""Documents about the viewer's own account: security events, recovery codes, password."""

from tests.support.portal import Client
from tests.support.world import PASSWORD

OWN_EVENTS = """query ($first: Int, $after: String) { viewer { account { events(first: $first, after: $after) {
  totalCount pageInfo { endCursor hasNextPage } edges { node { kind actor method accesses device place company { id } user { id } } } } } } }"""
RENEW_RECOVERY_CODES = f"""mutation ($password: String! = "{PASSWORD}") {{
  renewRecoveryCodes(password: $password) {{ recoveryCodes errors {{ code field }} }} }}"""
CHANGE_PASSWORD = f"""mutation ($current: String! = "{PASSWORD}", $password: String!) {{
  changePassword(current: $current, password: $password) {{ changed token errors {{ code field }} }} }}"""


def event_kinds(client: Client) -> list[str]:
    """Return the kinds of the security events of the client's own account, newest first."""
    edges = client.ask(OWN_EVENTS, first=100)["viewer"]["account"]["events"]["edges"]
    return [edge["node"]["kind"] for edge in edges]
