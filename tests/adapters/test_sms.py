"""Text messages through a gateway: a real HTTP server that behaves as gateways do, well and badly."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import adapters.sms
from adapters.sms import GatewaySms
from errors import Unavailable
from server.services import create_services
from settings import Settings
from tests.support.gateway import Gateway
from tests.support.world import World


@pytest.fixture
def sms(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> GatewaySms:
    monkeypatch.setattr(adapters.sms, "PAUSE_SECONDS", 0.01)
    return GatewaySms(gateway.url, "token of the gateway", "Guichet")


def test_the_gateway_gets_the_documented_request(gateway: Gateway, sms: GatewaySms) -> None:
    asyncio.run(sms.send("+41 79 123 45 67", "Votre code : 123456"))
    ((headers, body),) = gateway.asked
    assert body == {"from": "Guichet", "to": "+41791234567", "text": "Votre code : 123456"}
    assert (headers["Authorization"], headers["Content-Type"]) == (
        "Bearer token of the gateway",
        "application/json",
    )
    assert len(headers["Idempotency-Key"]) == 32


@pytest.mark.parametrize("failures", [[503], [429, 500], [None], [None, 502]], ids=str)
def test_a_temporary_error_is_retried_as_the_same_message(
    failures: list[int | None], gateway: Gateway, sms: GatewaySms
) -> None:
    gateway.answers = [*failures, 202]
    asyncio.run(sms.send("+41791234567", "text"))
    assert len(gateway.asked) == len(failures) + 1
    assert len({headers["Idempotency-Key"] for headers, _ in gateway.asked}) == 1


@pytest.mark.parametrize(
    ("answers", "times"), [([500] * 5, 3), ([400], 1), ([401], 1), ([302], 1)], ids=str
)
def test_a_permanent_error_is_reported(
    answers: list[int | None],
    times: int,
    gateway: Gateway,
    sms: GatewaySms,
    lines: list[dict[str, object]],
) -> None:
    gateway.answers = answers
    with pytest.raises(Unavailable) as raised:
        asyncio.run(sms.send("+41791234567", "code 123456"))
    assert len(gateway.asked) == times
    assert [line["event"] for line in lines] == ["the gateway took no text message"]
    assert "123456" not in f"{raised.value} {lines}"


def test_a_silent_gateway_is_given_up(
    gateway: Gateway, sms: GatewaySms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapters.sms, "LIMIT_SECONDS", 0.4)
    gateway.pause = 1.0
    begun = time.monotonic()
    with pytest.raises(Unavailable):
        asyncio.run(asyncio.wait_for(sms.send("+41791234567", "text"), 10))
    assert time.monotonic() - begun < 5


def test_a_message_keeps_no_thread_busy_that_others_wait_for(
    gateway: Gateway, sms: GatewaySms
) -> None:
    busy = threading.Event()

    async def send_meanwhile() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        loop.run_in_executor(None, busy.wait)
        try:
            await asyncio.wait_for(sms.send("+41791234567", "text"), 5)
        finally:
            busy.set()

    asyncio.run(send_meanwhile())
    assert len(gateway.asked) == 1


def test_an_unreachable_gateway_is_reported(sms: GatewaySms) -> None:
    with pytest.raises(Unavailable):
        asyncio.run(replace(sms, url="http://127.0.0.1:9/").send("+41791234567", "text"))


def test_the_settings_choose_the_gateway(gateway: Gateway, world: World) -> None:
    changes = {
        "sms": "gateway",
        "sms_url": gateway.url,
        "sms_token": "t",
        "port": 1,
        "secret_key": "x",
    }
    portal = create_services(Settings(**{**world.portal.settings.model_dump(), **changes}))
    assert portal.sms == GatewaySms(gateway.url, "t", "Guichet")
