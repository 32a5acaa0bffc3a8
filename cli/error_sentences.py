"""What keeps a command from its work, in one sentence for the operator."""

from typing import Any, Final

from pydantic import ValidationError
from pydantic_settings import SettingsError

from errors import GuichetError, Invalid, StartError

FAULTS: Final = (StartError, GuichetError, ValidationError, SettingsError)


def sentence(error: StartError | GuichetError | ValidationError | SettingsError) -> str:
    """The sentence."""
    match error:
        case Invalid(problems=problems):
            return "; ".join(f"--{problem.field[-1]}: {problem.message}" for problem in problems)
        case ValidationError():
            return "; ".join(map(_of_setting, error.errors(include_input=False))) + "."
        case SettingsError():  # of the one setting that is a list
            return (
                'GUICHET_ALLOWED_ORIGINS must be a JSON list, such as ["https://portal.example"].'
            )
        case _:
            return str(error)


def _of_setting(fault: Any) -> str:
    """What is wrong with a setting, or between some that their message names."""
    is_duration = fault["type"] == "time_delta_parsing"
    words = (
        "must be an ISO 8601 duration, such as PT30M or P7D"
        if is_duration
        else str(fault["msg"]).removeprefix("Value error, ")
    )
    return f"GUICHET_{str(fault['loc'][0]).upper()}: {words}" if fault["loc"] else words
