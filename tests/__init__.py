"""Tests of Guichet: the folders of the code again, and `support/` for what they share."""

import pytest

pytest.register_assert_rewrite("tests.support")
