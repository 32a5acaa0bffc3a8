"""Client of a request: its network address, and device and network as shown to the user."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import NamedTuple

BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""Browsers by their mark in `User-Agent`; the order counts, since browsers name others as well."""
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
UNKNOWN = "unknown device"
NETWORKS = {4: 24, 6: 48}
"""Prefix lengths of the network that is shown, by IP version."""
ADDRESS_KEYS = {4: 32, 6: 64}
"""Prefix lengths of what is counted as one client, by IP version."""


class ClientInfo(NamedTuple):
    """Network address of a request as the server sees it, and its header `User-Agent`."""

    address: str = ""
    agent: str = ""

    @property
    def device(self) -> str:
        """Return the browser and its system; for a program, its name without the version."""
        browser = next((name for mark, name in BROWSERS.items() if mark in self.agent), None)
        if browser is None:
            name = self.agent.partition("/")[0].strip()
            return name[:60] if name.isprintable() and name else UNKNOWN
        system = next((name for mark, name in SYSTEMS.items() if mark in self.agent), None)
        return f"{browser}, {system}" if system else browser

    @property
    def place(self) -> str:
        """Return the network of the address, such as `203.0.113.0/24`; empty without one."""
        return self._network(NETWORKS)

    @property
    def address_key(self) -> str:
        """Return the address, or the /64 network of an IPv6 address: each customer has one.

        Requests and attempts with the same key are counted together.
        """
        return self._network(ADDRESS_KEYS)

    def _network(self, lengths: Mapping[int, int]) -> str:
        try:
            address = ip_address(self.address.partition("%")[0])
        except ValueError:
            return ""
        address = getattr(address, "ipv4_mapped", None) or address
        return str(ip_network((address, lengths[address.version]), strict=False))


NO_CLIENT = ClientInfo()
"""Client of a context outside a request."""


@lru_cache(maxsize=10_000)
def address_key_of(address: str) -> str:
    """Return the cached key under which requests of a network address are counted."""
    return ClientInfo(address).address_key
