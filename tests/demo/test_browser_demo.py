"""The explorer in the demo: a real Chromium in which one page is one persona's after the other."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.demo import running_demo
from tests.support.explorer_page import ExplorerPage

pytestmark = pytest.mark.browser

KEPT = "return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"
TABS = "return [...document.querySelectorAll('button.graphiql-tab-button')].map(tab => tab.textContent)"
HISTORY = "return [...document.querySelectorAll('.graphiql-history-item-label')].map(item => item.textContent)"
FOCUSED = """const at = document.activeElement;
return {name: at.id || at.getAttribute('aria-label') || at.className, outline: getComputedStyle(at).outlineStyle, shadow: getComputedStyle(at).boxShadow}"""
GROUND = "return getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def shown(page: ExplorerPage, tmp_path: Path) -> Iterator[ExplorerPage]:
    """The page of a demo."""
    with running_demo(tmp_path) as (client, _):
        page.origin = str(client.http.base_url).rstrip("/")
        page.open()
        yield page


def picture(page: ExplorerPage, variable: str) -> None:
    """Take the picture for which the environment names a file."""
    if path := os.environ.get(variable):
        page.browser.save_screenshot(path)


def test_a_confirmed_choice_switches_the_persona(shown: ExplorerPage) -> None:
    shown.become("Léa Rochat")
    assert "Claims" in shown.element("who").text
    shown.become("Sophie Dutoit")
    assert "Invoices" in shown.element("who").text
    shown.ready()
    assert shown.run_tab("PremiumInvoices")["data"]["invoices"]["edges"]
    shown.pick("Anonymous")
    shown.element("identifier")
    assert shown.console_errors() == []


def test_the_documentation_greys_what_this_persona_cannot_reach(shown: ExplorerPage) -> None:
    shown.become("Léa Rochat")
    shown.ready()
    invoices = shown.entry("Query.invoices")
    assert invoices.get_attribute("class") == "greyed"
    assert "INVOICES" in invoices.text
    assert "Monnier" in invoices.text
    assert not shown.entry("Query.claims").get_attribute("class")
    shown.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", invoices)
    picture(shown, "GUICHET_PICTURE")
    shown.become("Nadia Perrin")
    shown.ready()
    invoices = shown.entry("Query.invoices")
    assert not invoices.get_attribute("class")
    assert "INVOICES" in invoices.text
    assert "Monnier" not in invoices.text


def test_the_documentation_is_searched(shown: ExplorerPage) -> None:
    shown.show("Documentation")
    shown.wait(lambda browser: browser.find_elements("css selector", "#docs input"))[0].send_keys(
        "submitcl"
    )
    found = shown.wait(
        lambda browser: browser.find_elements("css selector", "#docs [data-coordinate]")
    )
    assert [one.get_attribute("data-coordinate") for one in found] == ["Mutation.submitClaim"]


def test_tabs_and_history_come_back_with_their_persona(shown: ExplorerPage) -> None:
    shown.become("Sophie Dutoit")
    shown.ready()
    shown.run_tab("PremiumInvoices")
    shown.become("Léa Rochat")
    shown.ready()
    assert "PremiumInvoices" not in shown.browser.execute_script(TABS)
    shown.show("History")
    assert shown.browser.execute_script(HISTORY) == []
    shown.become("Sophie Dutoit")
    shown.ready()
    assert "PremiumInvoices" in shown.browser.execute_script(TABS)
    shown.wait(lambda browser: browser.execute_script(HISTORY) == ["PremiumInvoices"])
    kept = shown.browser.execute_script(KEPT)
    assert "invoices" not in kept
    assert "Sophie" not in kept


@pytest.mark.parametrize(
    ("scheme", "ground"), [("light", "rgb(244, 245, 248)"), ("dark", "rgb(23, 30, 43)")]
)
def test_the_page_is_light_or_dark_as_the_system_is(
    shown: ExplorerPage, scheme: str, ground: str
) -> None:
    shown.browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    shown.become("Léa Rochat")
    shown.ready()
    shown.entry("Query.invoices")
    picture(shown, f"GUICHET_{scheme.upper()}_PICTURE")
    assert shown.browser.execute_script(GROUND) == ground


def test_the_keyboard_reaches_the_switch_the_panes_and_the_run_button(shown: ExplorerPage) -> None:
    shown.become("Léa Rochat")
    shown.ready()
    shown.browser.execute_script("document.getElementById('persona').focus()")
    reached = ["persona"]
    for _ in range(40):
        shown.press_tab()
        focused = shown.browser.execute_script(FOCUSED)
        assert focused["outline"] != "none" or focused["shadow"] != "none", focused
        reached.append(focused["name"])
        if "graphiql-execute-button" in focused["name"] or "Execute" in focused["name"]:
            break
    assert reached[:2] == ["persona", "become"]
    assert "Show Documentation" in reached or "Hide Documentation" in reached
    assert "Execute query (Ctrl-Enter)" in reached, reached
