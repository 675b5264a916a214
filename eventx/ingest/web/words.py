"""What is told of a fetch that failed: one sentence, what is wrong and what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus

import httpcore

from eventx.ingest.web.body import PackedError
from eventx.ingest.web.patience import TooSlowError
from eventx.safe import one_line

_SAVE = "open it in a browser, save the page and give the file"
_SAID = {
    401: f"wants a name and password; {_SAVE}",
    403: f"refuses access; {_SAVE}",
    404: "is not there; check the address",
    407: "cannot be reached: the proxy wants a name and password; put them into HTTPS_PROXY",
    410: "is no longer there; check the address",
    429: "is asked too often",
    451: "may not be shown for legal reasons",
}


def of_status(status: int, wait: float | None) -> str:
    """What an answer without a document means."""
    name = f"{status} {HTTPStatus(status).phrase}" if status in HTTPStatus._value2member_map_ else str(status)
    later = f"try again in {wait:.0f} seconds" if wait else "try again later"
    if status in (429, 503):
        return f"{_SAID.get(status, 'is out of service')}; {later} ({name})"
    if status >= 500:
        return f"fails on its server; {later} ({name})"
    return f"{_SAID.get(status, 'answers without a document; check the address')} ({name})"


def of_error(error: Exception, *, timeout: float, whole: float) -> str:
    """What an error of the network means."""
    if isinstance(error, TooSlowError):
        return f"takes longer than {whole:g} seconds; try again later"
    if isinstance(error, httpcore.ConnectTimeout):
        return f"cannot be reached: no connection in {timeout:g} seconds; check the address"
    if isinstance(error, httpcore.TimeoutException):
        return f"is silent for {timeout:g} seconds; try again later"
    if isinstance(error, PackedError):
        return f"{error}; try again later"
    if isinstance(error, httpcore.UnsupportedProtocol):
        return f"cannot be reached: {_short(error)}; correct it, or unset it"
    for cause in _causes(error):
        if told := _of_cause(cause):
            return told
    if isinstance(error, httpcore.ConnectError):
        return f"cannot be reached ({_short(error)}); check the address"
    return f"breaks off ({_short(error)}); try again later"


def _of_cause(cause: BaseException) -> str:
    if isinstance(cause, socket.gaierror):
        return "cannot be found: there is no such host, or no network; check the address"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"has a certificate that does not hold ({cause.verify_message}); its sender cannot be trusted"
    if isinstance(cause, ssl.SSLError):
        return f"cannot be reached securely ({cause.reason or 'TLS'}); check the address, or try http://"
    if isinstance(cause, ConnectionRefusedError):
        return "refuses the connection; check the host and the port"
    return ""


def may_pass(error: Exception) -> bool:
    """True where the next try may go better."""
    if isinstance(error, TooSlowError | httpcore.LocalProtocolError | httpcore.UnsupportedProtocol):
        return False
    if isinstance(error, PackedError):
        return error.cut
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return cause.errno == socket.EAI_AGAIN
        if isinstance(cause, ssl.SSLCertVerificationError):
            return False
    return True


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _short(error: Exception) -> str:
    return one_line(str(error))[:100] or type(error).__name__


__all__ = ["may_pass", "of_error", "of_status"]
