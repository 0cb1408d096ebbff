"""A client of the API server: no more than the benchmark needs, many requests at once."""

import http.client
import json
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

AT_ONCE = 16
GROUP = "/apis/stillhouse.dev/v1alpha1"
MERGE = "application/merge-patch+json"

_own = threading.local()


class Api:
    def __init__(self, port, token):
        self.port = port
        self.headers = {"Authorization": f"Bearer {token}", "User-Agent": "fleet"}

    def _connection(self):
        if getattr(_own, "port", None) != self.port:
            unverified = ssl._create_unverified_context()
            _own.connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=unverified, timeout=60)
            _own.port = self.port
        return _own.connection

    def request(self, method, path, body=None, content="application/json"):
        for attempt in range(5):
            connection = self._connection()
            try:
                data = json.dumps(body) if isinstance(body, dict) else body
                connection.request(method, path, data, {**self.headers, "Content-Type": content})
                response = connection.getresponse()
                text = response.read()
            except (OSError, http.client.HTTPException):
                _own.port = None
                time.sleep(attempt)
                continue
            if response.status in (429, 500, 503):
                time.sleep(1 + attempt)
                continue
            return response.status, text
        raise SystemExit(f"the API server does not answer: {method} {path}")

    def must(self, method, path, body=None, content="application/json"):
        status, text = self.request(method, path, body, content)
        if status >= 300:
            raise SystemExit(f"{method} {path}: {status} {text.decode()[:500]}")
        return json.loads(text)

    def get(self, path):
        return self.must("GET", path)

    def patch(self, path, body):
        return self.must("PATCH", path, body, MERGE)

    def items(self, path):
        """All of a list, page by page."""
        found, more = [], ""
        separator = "&" if "?" in path else "?"
        while True:
            page = self.get(f"{path}{separator}limit=1000&continue={more}")
            found += page["items"]
            more = page["metadata"].get("continue")
            if not more:
                return found


def in_parallel(function, values):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in pool.map(function, values):
            yield done
