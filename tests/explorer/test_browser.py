"""GraphiQL in a real Chromium: the real page under its Content-Security-Policy."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import models
from data.global_id import to_global_id
from tests.support.claim_files import PDF
from tests.support.explorer_page import (
    ExplorerPage,
)
from tests.support.portal import Mailbox
from tests.support.world import PASSWORD, World

pytestmark = pytest.mark.browser


def test_a_user_signs_in_from_the_page_and_reads_an_answer(
    page: ExplorerPage, world: World, mailbox: Mailbox
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
    assert page.console_errors() == []
    assert page.hosts() == {urlsplit(page.portal.url).netloc}


def test_a_file_goes_up_from_the_page(
    page: ExplorerPage, world: World, mailbox: Mailbox, tmp_path: Path
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


def test_the_second_factor_is_verified_again_from_the_page(
    page: ExplorerPage, world: World, mailbox: Mailbox
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


def test_nothing_secret_stays_in_the_browser(
    page: ExplorerPage, world: World, mailbox: Mailbox
) -> None:
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


def test_a_wrong_password_is_shown_beside_the_form(page: ExplorerPage, world: World) -> None:
    page.open()
    page.element("identifier").send_keys(world.a.people["user"].user.identifier)
    page.element("password").send_keys("not the password")
    page.element("sign-in").click()
    page.wait(lambda _: "wrong" in page.element("sign-in-error").text)


def test_a_manager_signs_in_from_the_page(
    page: ExplorerPage, world: World, mailbox: Mailbox
) -> None:
    user = world.a.people["health manager"].user
    page.open()
    page.sign_in(user.identifier, lambda: mailbox.code(user.email))
    assert "Health manager" in page.element("who").text
    assert page.console_errors() == []
