"""The world of the demo, filled once for all its tests."""

from collections.abc import Callable

import pytest

from tests.support.demo_world import DemoWorld, fill_a_world


@pytest.fixture(scope="session")
def demo_world(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]
) -> DemoWorld:
    return fill_a_world(tmp_path_factory.mktemp("world"), new_database())
