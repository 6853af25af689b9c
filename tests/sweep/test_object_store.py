"""A sweep from and to an object store: a real S3 server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="needs distributed: make cluster-test")
pytest.importorskip("moto", reason="needs moto: make cluster-test")
s3fs = pytest.importorskip("s3fs", reason="needs s3fs: make cluster-test")

from moto.server import ThreadedMotoServer  # noqa: E402

from flowcheck.settings import Settings  # noqa: E402
from flowcheck.sweep.run import Wanted, sweep  # noqa: E402
from tests.sweep.rows import LINES, single, swept, table  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")
DATA = b"\n".join(LINES)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem(endpoint_url=endpoint)
    store.mkdir("flows")
    try:
        yield store
    finally:
        s3fs.S3FileSystem.clear_instance_cache()
        server.stop()


def test_from_and_to_an_object_store(s3: Any, here: Path) -> None:
    s3.pipe_file("flows/in/a.jsonl", DATA)
    wanted = Wanted(("s3://flows/in/*.jsonl",), "s3://flows/out", jobs=2, part_bytes=3_000)
    done = sweep(wanted, Settings())
    assert not done.lost
    assert done.told["committed"] == done.told["parts"] > 3
    assert swept(table("flows/out", "problems", s3)) == single(DATA, here)
    marker = json.loads(s3.cat_file("flows/out/_flowcheck/parts/0000000.json"))
    s3.rm_file("flows/out/_flowcheck/parts/0000000.json")
    again = sweep(wanted, Settings())
    assert again.told == done.told
    assert json.loads(s3.cat_file("flows/out/_flowcheck/parts/0000000.json")) == marker
    assert {row["url"] for row in table("flows/out", "documents", s3)} == {"s3://flows/in/a.jsonl"}
