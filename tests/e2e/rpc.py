"""The server as seen past the browser: what a test needs beforehand, and what it compares the screen with."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import APIRequestContext, Playwright


class RpcError(AssertionError):
    """The server refused a call."""


class Rpc:
    """One logged-in user without a screen."""

    def __init__(self, playwright: Playwright, base_url: str, database: str, login: str) -> None:
        self._request: APIRequestContext = playwright.request.new_context(base_url=base_url)
        self._numbers = itertools.count(1)
        answer = self._call("/web/session/authenticate", db=database, login=login, password=login)
        self.user_id: int = answer["uid"]

    def _call(self, path: str, **params: Any) -> Any:
        payload = {"jsonrpc": "2.0", "method": "call", "id": next(self._numbers), "params": params}
        answer = self._request.post(path, data=payload).json()
        if "error" in answer:
            raise RpcError(answer["error"]["data"]["message"])
        return answer["result"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method of a model."""
        return self._call(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(args), kwargs=kwargs
        )

    def create(self, model: str, **values: Any) -> int:
        """Create one record and return its id."""
        return self.call(model, "create", [values])[0]

    def write(self, model: str, record_id: int, **values: Any) -> None:
        """Write one record."""
        self.call(model, "write", [record_id], values)

    def search_read(self, model: str, domain: list, fields: Iterable[str], **kwargs: Any) -> list[dict]:
        """Return the fields of the records of a domain."""
        return self.call(model, "search_read", domain, list(fields), **kwargs)

    def one(self, model: str, domain: list, *fields: str) -> dict:
        """Return the fields of the one record of a domain; fail when there are more or none."""
        found = self.search_read(model, domain, fields)
        assert len(found) == 1, f"{model} {domain}: {len(found)} records"
        return found[0]

    def ref(self, xmlid: str) -> int:
        """Return the id of an XML id (administrator only)."""
        module, _dot, name = xmlid.partition(".")
        return self.one("ir.model.data", [("module", "=", module), ("name", "=", name)], "res_id")["res_id"]

    def menus(self) -> dict[str, dict]:
        """Return the menus that the user sees, by id, as the web client gets them."""
        return self._request.get("/web/webclient/load_menus").json()

    def close(self) -> None:
        """Forget the session."""
        self._request.dispose()
