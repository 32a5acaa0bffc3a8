"""GraphiQL as a person meets it: a real Chromium, the real page under its Content-Security-Policy."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import models
from data.global_id import to_global_id
from tests.paperwork import PDF
from tests.portal import Mailbox, Portal
from tests.world import PASSWORD, World
from transport.explorer import BUNDLE

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1400,850", "--force-color-profile=srgb",
)  # fmt: skip
ANSWER = "return (globalThis.__MONACO?.editor.getModels() ?? []).filter(m => m.uri.path.endsWith('response.json')).map(m => m.getValue())[0] ?? ''"
VARIABLES = "globalThis.__MONACO.editor.getModels().filter(m => m.uri.path.endsWith('variables.json')).forEach(m => m.setValue(arguments[0]))"
READ_VARIABLES = "return globalThis.__MONACO.editor.getModels().find(m => m.uri.path.endsWith('variables.json')).getValue()"
SWITCHING_SECONDS = 0.5
"""GraphiQL takes over a tab's operation name a moment after the tab is chosen."""


class Page:
    """The explorer's page in the browser."""

    def __init__(self, browser: Any, portal: Portal) -> None:
        from selenium.webdriver.common.by import By  # noqa: PLC0415 - only where a browser is
        from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415

        self.browser, self.portal, self.origin, self._by = browser, portal, portal.url, By
        self._wait = WebDriverWait(browser, 20)

    def wait(self, condition: Callable[[Any], Any]) -> Any:
        return self._wait.until(condition)

    def element(self, name: str) -> Any:
        return self.wait(lambda browser: browser.find_element(self._by.ID, name))

    def open(self) -> None:
        self.browser.get_log("performance")
        self.browser.get(f"{self.origin}/graphql")
        self.ready()

    def ready(self) -> None:
        self.wait(
            lambda browser: browser.find_elements(
                self._by.CSS_SELECTOR, ".graphiql-query-editor .view-line"
            )
        )

    def sign_in(self, identifier: str, read_code: Callable[[], str]) -> None:
        self.element("identifier").send_keys(identifier)
        self.element("password").send_keys(PASSWORD)
        self.element("sign-in").click()
        self.element("code").send_keys(read_code())
        self.element("verify").click()
        self.element("who")
        self.ready()

    def run_tab(self, title: str) -> dict[str, Any]:
        """Choose a tab, execute its operation and read the answer."""
        self.choose(title)
        return self.run()

    def run(self) -> dict[str, Any]:
        """Execute the chosen tab's operation and read the answer."""
        self.browser.find_element(self._by.CSS_SELECTOR, "button.graphiql-execute-button").click()
        return dict(self.wait(lambda browser: _parsed(browser.execute_script(ANSWER))))

    def pick(self, title: str) -> None:
        """Choose a persona, or "Anonymous", and confirm."""
        options = self.wait(
            lambda browser: browser.find_elements(self._by.CSS_SELECTOR, "#persona option")
        )
        next(option for option in options if option.text.startswith(title)).click()
        self.element("become").click()

    def become(self, name: str) -> None:
        """Choose a persona and wait until the page is theirs."""
        self.pick(name)
        self.wait(
            lambda browser: [
                who for who in browser.find_elements(self._by.ID, "who") if name in who.text
            ]
        )

    def links(self, element: Any) -> list[str]:
        """Where the links in an element lead."""
        return [
            link.get_attribute("href") for link in element.find_elements(self._by.TAG_NAME, "a")
        ]

    def show(self, pane: str) -> None:
        """Open a pane beside the editor, where it is not open."""
        buttons = self.wait(
            lambda browser: browser.find_elements(
                self._by.CSS_SELECTOR, f".graphiql-sidebar [aria-label$='{pane}']"
            )
        )
        if buttons[0].get_attribute("aria-label").startswith("Show"):
            buttons[0].click()

    def choose(self, title: str) -> None:
        """Open an example in a tab of its own."""
        self.show("Examples")
        examples = self.wait(
            lambda browser: browser.find_elements(self._by.CSS_SELECTOR, "#examples button")
        )
        self.browser.execute_script(
            "arguments[0].click()",
            next(one for one in examples if one.get_attribute("textContent") == title),
        )
        time.sleep(SWITCHING_SECONDS)

    def entry(self, coordinate: str) -> Any:
        """A field in the documentation's pane, once the locks are known."""
        self.show("Documentation")
        self.wait(lambda browser: browser.find_elements(self._by.CSS_SELECTOR, "#docs .lock"))
        return self.browser.find_element(self._by.CSS_SELECTOR, f"[data-coordinate='{coordinate}']")

    def set_variables(self, variables: dict[str, Any]) -> None:
        """Write the variables of the chosen tab."""
        self.browser.execute_script(VARIABLES, json.dumps(variables))
        time.sleep(SWITCHING_SECONDS)

    def variables(self) -> dict[str, Any]:
        """Those of the chosen tab, as they stand there."""
        return dict(json.loads(self.browser.execute_script(READ_VARIABLES)))

    def press_tab(self) -> None:
        """Go on to what the keyboard reaches next."""
        from selenium.webdriver import ActionChains, Keys  # noqa: PLC0415 - only where a browser is

        ActionChains(self.browser).send_keys(Keys.TAB).perform()

    def complaints(self) -> list[str]:
        """What the browser's console holds against the page."""
        return [
            entry["message"]
            for entry in self.browser.get_log("browser")
            if entry["level"] == "SEVERE"
        ]

    def hosts(self) -> set[str]:
        """Every host that the page asked for anything."""
        messages = (
            json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")
        )
        urls = (
            urlsplit(message["params"]["request"]["url"])
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        )
        return {url.netloc for url in urls if url.scheme in ("http", "https", "ws", "wss")}


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return dict(json.loads(text))
    except ValueError:
        return None


@pytest.fixture
def page(portal: Portal, tmp_path: Path) -> Iterator[Page]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("NO CHROMIUM: install Debian's chromium and chromium-driver")
    if not (BUNDLE / "index.html").is_file():
        pytest.skip("NO EXPLORER: run make explorer")
    from selenium import webdriver  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield Page(browser, portal)
    browser.quit()


def test_a_user_signs_in_from_the_page_and_reads_an_answer(
    page: Page, world: World, mailbox: Mailbox
) -> None:
    user = world.a.people["user with claims"].user
    world.claim(insured_last_name="Lovelace")
    page.open()
    assert page.run_tab("WhoAmI")["data"] == {"viewer": None}
    page.sign_in(user.identifier, lambda: mailbox.code(user.email))
    assert user.last_name in page.element("who").text
    claims = page.run_tab("Claims")
    assert claims["data"]["claims"]["edges"][0]["node"]["insured"]["lastName"] == "Lovelace"
    if picture := os.environ.get("GUICHET_PICTURE"):
        page.browser.save_screenshot(picture)
    refused = page.run_tab("PremiumInvoices")
    contact = refused["errors"][0]["extensions"]["contact"]
    panel = page.element("refusals")
    assert contact["name"] in panel.text
    assert "INVOICES" in panel.text
    assert page.links(panel) == [
        f"mailto:{contact['email']}",
        f"tel:{contact['phone'].replace(' ', '')}",
    ]
    assert page.complaints() == []
    assert page.hosts() == {urlsplit(page.portal.url).netloc}


def test_a_file_goes_up_from_the_page(
    page: Page, world: World, mailbox: Mailbox, tmp_path: Path
) -> None:
    user, claim = world.a.people["user with claims"].user, world.claim()
    paper = tmp_path / "certificat.pdf"
    paper.write_bytes(PDF)
    page.open()
    page.sign_in(user.identifier, lambda: mailbox.code(user.email))
    page.element("files").send_keys(str(paper))
    page.choose("TransferDocuments")
    assert page.variables() == {"claimId": ""}
    page.set_variables({"claimId": to_global_id(claim), "files": []})
    answer = page.run()
    assert answer["data"]["uploadDocuments"] == {
        "documents": [{"name": "certificat.pdf", "size": len(PDF)}],
        "errors": [],
    }


def test_the_second_factor_is_proved_again_from_the_page(
    page: Page, world: World, mailbox: Mailbox
) -> None:
    user = world.a.people["user with claims"].user
    page.open()
    page.sign_in(user.identifier, lambda: mailbox.code(user.email))
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    page.portal.run(models.Session.filter(user=user).update(proved_at=long_ago))
    page.choose("ChangeSecondFactor")
    page.set_variables({"password": PASSWORD})
    refused = page.run()
    assert refused["errors"][0]["extensions"]["code"] == "STEP_UP_REQUIRED"
    mails = len(mailbox.to(user.email))
    page.element("prove-again").click()
    page.element("again").send_keys(mailbox.code(user.email, beyond=mails))
    page.element("prove-again").click()
    page.element("proved")
    page.wait(lambda _: page.run()["data"]["beginTwoFactorChange"])


def test_nothing_secret_stays_in_the_browser(page: Page, world: World, mailbox: Mailbox) -> None:
    user = world.a.people["user with invoices"].user
    page.open()
    page.sign_in(user.identifier, lambda: mailbox.code(user.email))
    kept = page.browser.execute_script(
        "return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie"
    )
    assert PASSWORD not in kept
    assert user.identifier not in kept
    assert "guichet=" not in kept
    page.element("sign-out").click()
    page.element("identifier")
    page.ready()
    assert page.run_tab("WhoAmI")["data"] == {"viewer": None}


def test_a_wrong_password_is_said_beside_the_form(page: Page, world: World) -> None:
    page.open()
    page.element("identifier").send_keys(world.a.people["user"].user.identifier)
    page.element("password").send_keys("not the password")
    page.element("sign-in").click()
    page.wait(lambda _: "wrong" in page.element("sign-in-error").text)


def test_a_manager_signs_in_from_the_page(page: Page, world: World, mailbox: Mailbox) -> None:
    user = world.a.people["health manager"].user
    page.open()
    page.sign_in(user.identifier, lambda: mailbox.code(user.email))
    assert "Health manager" in page.element("who").text
    assert page.complaints() == []
