"""Package indexes on the loopback, for tests that run the real npm and pip against packages made on the spot."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from made_archives import npm_package, sri


@dataclass
class Index:
    """What an index serves: whole answers by path, or a status alone. `asked` is every path that was asked for."""

    url: str = ""
    answers: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    documents: dict[str, dict[str, object]] = field(default_factory=dict)

    def add_npm(self, name: str, version: str, *, serve: bytes | None = None, **manifest: object) -> bytes:
        """Publishes an npm package; `serve` are other bytes than those promised. Returns the honest archive."""
        shipped = {"name": name, "version": version, **manifest}
        content = npm_package(shipped, cli__js=f"console.log('{name}')\n", native="binary\n")
        path = f"/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
        dist = {"tarball": self.url + path, "integrity": sri(content), "shasum": hashlib.sha1(content).hexdigest()}  # noqa: S324 -- npm's own field
        document = self.documents.setdefault(name, {"name": name, "dist-tags": {}, "versions": {}})
        versions, tags = document["versions"], document["dist-tags"]
        assert isinstance(versions, dict)
        assert isinstance(tags, dict)
        versions[version] = {**shipped, "dist": dist}
        tags["latest"] = version
        self.answers[path] = ("application/octet-stream", content if serve is None else serve)
        self.answers[f"/{name}"] = ("application/json", json.dumps(document).encode())
        return content

    def add_pypi(self, name: str, *files: tuple[str, bytes], promise: str = "") -> None:
        """Publishes files of a Python package on a simple index."""
        rows = []
        for file_name, content in files:
            digest = promise or hashlib.sha256(content).hexdigest()
            rows.append(f'<a href="/files/{file_name}#sha256={digest}">{file_name}</a>')
            self.answers[f"/files/{file_name}"] = ("application/octet-stream", content)
        self.answers[f"/simple/{name}/"] = ("text/html", f"<html><body>{''.join(rows)}</body></html>".encode())


@contextlib.contextmanager
def serving() -> Iterator[Index]:
    """An index that answers on the loopback as long as the block lasts."""
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            index.asked.append(path)
            kind, body = index.answers.get(path, ("application/json", b'{"error": "not found"}'))
            self.send_response(index.statuses.get(path, 200 if path in index.answers else 404))
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that the base class has
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    index.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield index
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
