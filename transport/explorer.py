"""GraphiQL's page, served by the application itself under a strict Content-Security-Policy."""

from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
BUNDLE = Path(__file__).parent.parent / "explorer" / "dist"
NOT_BUILT = "<!doctype html><title>Guichet</title><p>The explorer is not built: run <code>make explorer</code>. The API works all the same."


def page() -> Response:
    """The page, or one sentence on how to build it."""
    index = BUNDLE / "index.html"
    response: Response = FileResponse(index, media_type="text/html") if index.is_file() else HTMLResponse(NOT_BUILT)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
