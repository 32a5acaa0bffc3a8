"""Page of GraphiQL, served under a strict Content-Security-Policy."""

from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
BUNDLE = Path(__file__).parent.parent / "explorer" / "dist"
DEMO = '<meta name="guichet-demo">'
"""Meta tag that tells the page to show the persona switch."""
NOT_BUILT = (
    "<!doctype html><title>Guichet</title><p>The explorer is not built: "
    "run <code>make explorer</code>. The API works all the same."
)


def page(*, demo: bool = False) -> Response:
    """Return the page, or a sentence on how to build it."""
    index = BUNDLE / "index.html"
    response: Response = (
        FileResponse(index, media_type="text/html") if index.is_file() else HTMLResponse(NOT_BUILT)
    )
    if demo and index.is_file():
        response = HTMLResponse(index.read_text().replace("</head>", f"{DEMO}</head>", 1))
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
