"""Error sentences: an expected failure of a command, for the operator."""

from typing import Any, Final

from pydantic import ValidationError
from pydantic_settings import SettingsError

from errors import GuichetError, Invalid, StartError

EXPECTED: Final = (StartError, GuichetError, ValidationError, SettingsError)


def sentence(error: StartError | GuichetError | ValidationError | SettingsError) -> str:
    """Return the sentence of an error."""
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


def _of_setting(error: Any) -> str:
    """Return the sentence of an invalid setting, or of settings that contradict each other."""
    is_duration = error["type"] == "time_delta_parsing"
    words = (
        "must be an ISO 8601 duration, such as PT30M or P7D"
        if is_duration
        else str(error["msg"]).removeprefix("Value error, ")
    )
    return f"GUICHET_{str(error['loc'][0]).upper()}: {words}" if error["loc"] else words
