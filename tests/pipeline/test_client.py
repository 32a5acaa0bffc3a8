"""Origin of a request as it is shown: a browser and a network, never a whole address."""

import pytest

from pipeline.client import UNKNOWN, ClientInfo

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        (EDGE, "Edge, Windows"),
        (SAFARI, "Safari, iPhone"),
        ("python-httpx2/2.1", "python-httpx2"),
        ("x" * 10_000, "x" * 60),
        ("", UNKNOWN),
        ("\x1b[2J/1", UNKNOWN),
    ],
    ids=["firefox", "edge", "safari", "program", "long", "silent", "control characters"],
)
def test_a_device_is_named_by_its_browser(agent: str, device: str) -> None:
    assert ClientInfo("", agent).device == device


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_a_place_is_a_network(address: str, place: str) -> None:
    assert ClientInfo(address, "").place == place
