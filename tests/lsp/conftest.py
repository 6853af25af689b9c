"""A real client that speaks with `flowcheck lsp` over stdio."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.lsp.editor import Editor, accept_requests

COMMAND = [sys.executable, "-m", "flowcheck", "lsp"]


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))
async def client(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:  # type: ignore[misc]
    """A client that has the folder `tmp_path` open."""
    accept_requests(lsp_client)
    await start(lsp_client, tmp_path, client_capabilities("visual-studio-code"))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))
async def plain_client(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:  # type: ignore[misc]
    """A client that counts columns in UTF-8 and watches no files."""
    general = types.GeneralClientCapabilities(position_encodings=["utf-8", "utf-16"])
    await start(lsp_client, tmp_path, types.ClientCapabilities(general=general))
    yield
    await lsp_client.shutdown_session()


async def start(
    client: LanguageClient, folder: Path, capabilities: types.ClientCapabilities
) -> None:
    """Start a session with one folder."""
    folders = [types.WorkspaceFolder(folder.as_uri(), "flows")]
    await client.initialize_session(
        types.InitializeParams(capabilities=capabilities, workspace_folders=folders)
    )


@pytest.fixture
def editor(client: LanguageClient, tmp_path: Path) -> Editor:
    """An editor that has the folder `tmp_path` open."""
    return Editor(client, tmp_path)


@pytest.fixture
def plain_editor(plain_client: LanguageClient, tmp_path: Path) -> Editor:
    """An editor that counts columns in UTF-8 and watches no files."""
    return Editor(plain_client, tmp_path, "utf-8")
