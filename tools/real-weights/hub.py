"""A hub on this machine, for the check of run.py: folders of the repository as models, and a parquet data set.

It speaks the protocol that huggingface_hub and the service speak: the description of a revision with sizes and hashes,
files by commit with ETag and X-Repo-Commit, large ones redirected, ranges. It can misbehave:

    two-faced   other weights for the service than for everybody else, each with the hash of what is sent
    damaged     weights that do not have the hash that it gives
"""

from __future__ import annotations

import hashlib
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LARGE = (".safetensors", ".bin", ".parquet")
SERVICE = "clipcoder"


class Repository:
    def __init__(self, kind: str, name: str, files: dict[str, bytes]) -> None:
        self.kind = kind
        self.name = name
        self.files = files
        digest = hashlib.sha1()
        for file, content in sorted(files.items()):
            digest.update(file.encode() + b"\0" + hashlib.sha256(content).digest())
        self.commit = digest.hexdigest()

    def description(self) -> dict[str, Any]:
        siblings = []
        for file, content in self.files.items():
            sibling = {"rfilename": file, "size": len(content), "blobId": git_hash(content)}
            if file.endswith(LARGE):
                sibling["lfs"] = {"sha256": sha256(content), "size": len(content), "pointerSize": 130}
            siblings.append(sibling)
        return {"id": self.name, "sha": self.commit, "private": False, "tags": [], "siblings": siblings}


class LocalHub:
    def __init__(self, repositories: list[Repository], fault: str = "") -> None:
        self.repositories = {(r.kind, r.name): r for r in repositories}
        self.fault = fault
        self.servers = [self.serve(is_large=False), self.serve(is_large=True)]
        self.url, self.large = (f"http://127.0.0.1:{server.server_port}" for server in self.servers)

    def serve(self, is_large: bool) -> ThreadingHTTPServer:
        """Large files come from another address, as those of a real hub do; clients tell the two apart."""
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                hub.answer(self, is_large)

            do_HEAD = do_GET

            def log_message(self, *_: Any) -> None:
                """The check's own output is enough."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def __enter__(self) -> LocalHub:
        return self

    def __exit__(self, *_: Any) -> None:
        for server in self.servers:
            server.shutdown()
            server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, is_large: bool) -> None:
        parts = urllib.parse.unquote(urllib.parse.urlsplit(request.path).path).strip("/").split("/")
        if parts[0] == "api":
            kind, name, (_, revision) = parts[1].removesuffix("s"), "/".join(parts[2:4]), parts[4:6]
            file = None
        else:
            kind = "dataset" if parts[0] == "datasets" else "model"
            rest = parts[1:] if kind == "dataset" else parts
            name, revision, file = "/".join(rest[:2]), rest[3], "/".join(rest[4:])
        repository = self.repositories.get((kind, name))
        if repository is None:
            refuse(request, "RepoNotFound")
        elif revision not in ("main", repository.commit):
            refuse(request, "RevisionNotFound")
        elif file is None:
            send(request, json.dumps(repository.description()).encode(), {"Content-Type": "application/json"})
        elif file not in repository.files:
            refuse(request, "EntryNotFound")
        else:
            self.send_file(request, repository, file, is_large)

    def send_file(self, request: BaseHTTPRequestHandler, repository: Repository, file: str, is_large: bool) -> None:
        content = repository.files[file]
        if self.fault == "two-faced" and SERVICE in request.headers["User-Agent"] and file.endswith(".safetensors"):
            content = with_other_numbers(content)
        headers = {"X-Repo-Commit": repository.commit, "Accept-Ranges": "bytes"}
        if not file.endswith(LARGE):
            send(request, content, {**headers, "ETag": f'"{git_hash(content)}"'})
        elif is_large:
            is_damaged = self.fault == "damaged" and file.endswith(".safetensors")
            sent = with_other_numbers(content) if is_damaged else content
            send(request, sent, {"ETag": '"of-another-host"', "Accept-Ranges": "bytes"})
        else:
            headers |= {"X-Linked-Etag": f'"{sha256(content)}"', "X-Linked-Size": str(len(content))}
            headers |= {"ETag": headers["X-Linked-Etag"], "Location": self.large + request.path, "Content-Length": "0"}
            request.send_response(302)
            for name, value in headers.items():
                request.send_header(name, value)
            request.end_headers()


def send(request: BaseHTTPRequestHandler, content: bytes, headers: dict[str, str]) -> None:
    begin = 0
    wanted = request.headers["Range"]
    if wanted and request.command == "GET":
        first, last = wanted.removeprefix("bytes=").split("-")
        begin, end = int(first), int(last) + 1 if last else len(content)
        headers = {**headers, "Content-Range": f"bytes {begin}-{end - 1}/{len(content)}"}
        content = content[begin:end]
        request.send_response(206)
    else:
        request.send_response(200)
    for name, value in {**headers, "Content-Length": str(len(content))}.items():
        request.send_header(name, value)
    request.end_headers()
    if request.command == "GET":
        request.wfile.write(content)


def refuse(request: BaseHTTPRequestHandler, code: str) -> None:
    request.send_response(404)
    request.send_header("X-Error-Code", code)
    request.send_header("Content-Length", "0")
    request.end_headers()


def with_other_numbers(safetensors: bytes) -> bytes:
    """The same header; an eighth of the numbers, from the middle, are nought."""
    begin = 8 + int.from_bytes(safetensors[:8], "little")
    length = (len(safetensors) - begin) // 8
    middle = (begin + len(safetensors)) // 2
    return safetensors[:middle] + bytes(length) + safetensors[middle + length :]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def git_hash(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def folder(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(path.iterdir()) if file.is_file()}
