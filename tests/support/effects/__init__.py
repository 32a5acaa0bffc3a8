"""Scenarios that show what each argument, input field and filter of the API does; `tests/schema/test_inputs.py` runs them."""
