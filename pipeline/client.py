"""Where a request comes from, as far as its owner may be told: a device by its browser's name, and a network."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network

BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""In this order: browsers name those that they want to be taken for as well."""
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
"""How much of an address is told: enough for its owner to recognise it."""
LINES = {4: 32, 6: 64}


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """Who sends a request: the network address as the server sees it, and what the client says of itself."""

    address: str = ""
    agent: str = ""

    @property
    def device(self) -> str:
        """The browser and its system; for a program, its name without the version."""
        browser = next((name for mark, name in BROWSERS.items() if mark in self.agent), None)
        if browser is None:
            name = self.agent.partition("/")[0].strip()
            return name[:60] if name.isprintable() and name else UNKNOWN
        system = next((name for mark, name in SYSTEMS.items() if mark in self.agent), None)
        return f"{browser}, {system}" if system else browser

    @property
    def place(self) -> str:
        """The network of the address, such as `203.0.113.0/24`; empty where there is none."""
        return self._network(NETWORKS)

    @property
    def line(self) -> str:
        """The address itself or, as IPv6 gives each customer many, their network: whose tries are counted together."""
        return self._network(LINES)

    def _network(self, lengths: Mapping[int, int]) -> str:
        try:
            address = ip_address(self.address.partition("%")[0])
        except ValueError:
            return ""
        address = getattr(address, "ipv4_mapped", None) or address
        return str(ip_network((address, lengths[address.version]), strict=False))


NO_CLIENT = ClientInfo()
"""Where nobody sent a request."""


@lru_cache(maxsize=10_000)
def line_of(address: str) -> str:
    """The line of a network address, for whoever asks again and again."""
    return ClientInfo(address).line
