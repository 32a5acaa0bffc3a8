"""Settings under a former name stop the start; other unknown names are ignored."""

import pytest

from errors import StartError
from settings import Settings


@pytest.mark.parametrize("name", ["GUICHET_MAX_STRANGER_COST", "guichet_max_stranger_cost"])
def test_a_renamed_setting_is_refused_with_its_new_name(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "7")
    with pytest.raises(StartError) as refused:
        Settings()
    assert str(refused.value) == (
        "GUICHET_MAX_STRANGER_COST is called GUICHET_MAX_ANONYMOUS_COST now."
    )


def test_the_new_name_and_unknown_names_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_MAX_ANONYMOUS_COST", "7")
    monkeypatch.setenv("GUICHET_OF_ANOTHER_PROGRAM", "7")
    assert Settings().limits.max_anonymous_cost == 7
