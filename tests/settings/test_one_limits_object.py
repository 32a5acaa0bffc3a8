"""Limits: one object for schema and transport, made of the settings or without an environment."""

import pytest
from pydantic import ValidationError

from schema import build_schema
from settings import DEFAULT_LIMITS, Limits, Settings


def test_limits_are_made_without_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_MAX_DEPTH", "3")
    assert Limits().max_depth == DEFAULT_LIMITS.max_depth == 10
    assert Limits(max_depth=4).max_depth == 4


def test_each_limit_has_an_environment_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {name: value + 1 for name, value in DEFAULT_LIMITS.model_dump().items()}
    for name, value in values.items():
        monkeypatch.setenv(f"GUICHET_{name.upper()}", str(value))
    assert Settings().limits == Limits(**values)


def test_limits_do_not_change() -> None:
    with pytest.raises(ValidationError):
        DEFAULT_LIMITS.max_depth = 11


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"page_size": 101}, "GUICHET_PAGE_SIZE"),
        ({"max_cost": 1_001}, "GUICHET_MAX_COST"),
        ({"max_upload_bytes": 600_000_000}, "GUICHET_MAX_UPLOAD_BYTES"),
        ({"rate_refill": 0.1}, "GUICHET_RATE_REFILL"),
    ],
)
def test_limits_that_contradict_each_other_are_refused(changes: dict[str, float], names: str) -> None:  # fmt: skip
    with pytest.raises(ValidationError, match=names):
        Limits(**changes)  # type: ignore[arg-type]


def test_a_schema_has_the_limits_that_it_was_given() -> None:
    limits = Limits(max_cost=7)
    schema = build_schema(limits=limits)
    assert schema.limits is limits
    assert schema.admission.limits.limits is limits
