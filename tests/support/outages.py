"""Documents and errors of the tests of database outages."""

import sqlite3

DRAFT_CLAIM = "mutation { draftClaim(draft: {kind: ILLNESS}) { claim { id } errors { code } } }"
COUNT_CLAIMS = "{ claims { totalCount } }"


def sqlite_error(code: int) -> sqlite3.Error:
    """Return an error of SQLite's driver with this code and a text that says nothing."""
    error = sqlite3.OperationalError("text that says nothing")
    error.sqlite_errorcode = code
    return error
