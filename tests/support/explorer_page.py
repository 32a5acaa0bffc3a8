"""Page object of GraphiQL in a real Chromium."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.portal import Portal
from tests.support.world import PASSWORD
from transport.explorer import BUNDLE

CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1400,850", "--force-color-profile=srgb",
)  # fmt: skip
READ_RESPONSE = "return (globalThis.__MONACO?.editor.getModels() ?? []).filter(m => m.uri.path.endsWith('response.json')).map(m => m.getValue())[0] ?? ''"
WRITE_VARIABLES = "globalThis.__MONACO.editor.getModels().filter(m => m.uri.path.endsWith('variables.json')).forEach(m => m.setValue(arguments[0]))"
READ_VARIABLES = "return globalThis.__MONACO.editor.getModels().find(m => m.uri.path.endsWith('variables.json')).getValue()"
SWITCHING_SECONDS = 0.5
"""GraphiQL takes over a tab's operation name a moment after the tab is chosen."""


class ExplorerPage:
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
        return dict(self.wait(lambda browser: _parsed(browser.execute_script(READ_RESPONSE))))

    def pick(self, title: str) -> None:
        """Choose a persona, or the anonymous caller, and confirm."""
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
        """Return the addresses of the links in an element."""
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
        """Return a field of the documentation's pane, once its locks are shown."""
        self.show("Documentation")
        self.wait(lambda browser: browser.find_elements(self._by.CSS_SELECTOR, "#docs .lock"))
        return self.browser.find_element(self._by.CSS_SELECTOR, f"[data-coordinate='{coordinate}']")

    def set_variables(self, variables: dict[str, Any]) -> None:
        """Write the variables of the chosen tab."""
        self.browser.execute_script(WRITE_VARIABLES, json.dumps(variables))
        time.sleep(SWITCHING_SECONDS)

    def variables(self) -> dict[str, Any]:
        """Return the variables of the chosen tab."""
        return dict(json.loads(self.browser.execute_script(READ_VARIABLES)))

    def press_tab(self) -> None:
        """Move the focus by the Tab key."""
        from selenium.webdriver import ActionChains, Keys  # noqa: PLC0415 - only where a browser is

        ActionChains(self.browser).send_keys(Keys.TAB).perform()

    def console_errors(self) -> list[str]:
        """Return the errors in the browser's console."""
        return [
            entry["message"]
            for entry in self.browser.get_log("browser")
            if entry["level"] == "SEVERE"
        ]

    def hosts(self) -> set[str]:
        """Return every host that the page sent a request to."""
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


@contextmanager
def open_browser(portal: Portal, folder: Path) -> Iterator[ExplorerPage]:
    """Run Chromium with a profile in the folder for the length of the block.

    Skips the test where Chromium or the bundle is missing.
    """
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("NO CHROMIUM: install Debian's chromium and chromium-driver")
    if not (BUNDLE / "index.html").is_file():
        pytest.skip("NO EXPLORER: run make explorer")
    from selenium import webdriver  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    for flag in (*CHROMIUM_FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield ExplorerPage(browser, portal)
    finally:
        browser.quit()
