"""Scenario's words, each with the scenario-sdk generation it came in.

Source: the models of scenario-sdk 0.0.3 … 2.4.0 (certain); entries marked `seen` occur in real
records or other layers only (observed). A word outside these lists is a warning, never an error:
new ones appear in live flows before the SDK knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NODE_TYPES: Final[Mapping[str, str]] = {
    "custom-model": "0.0.3",
    "for-each": "0.1.0",
    "generate-prompt": "0.0.3",
    "list": "0.1.0",
    "logic": "0.0.3",
    "model": "0.1.0",
    "remove-background": "0.0.3",
    "transform": "0.0.3",
    "user-approval": "0.0.3",
    "user-selection": "2.3.0",
    "workflow": "0.0.3",
}
RUN_A_MODEL: Final = frozenset({"custom-model", "model"})
"""Node types that run the model that `modelId` names."""
NODE_STATUSES: Final[Mapping[str, str]] = {
    "failure": "0.0.3",
    "pending": "0.0.3",
    "processing": "0.0.3",
    "rejected": "1.0.0",
    "skipped": "0.0.3",
    "success": "0.0.3",
}
ENDED_NODE_STATUSES: Final = frozenset({"failure", "rejected", "skipped", "success"})
RUNNING_JOB_STATUSES: Final = frozenset(
    {"finalizing", "in-progress", "pending", "processing", "queued", "warming-up"}
)
"""Statuses of jobs that have not ended; of those that have, more may come."""
INPUT_TYPES: Final[Mapping[str, str]] = {
    "boolean": "0.0.3",
    "file": "0.0.3",
    "file_array": "0.0.3",
    "inputs_array": "0.0.3",
    "model": "0.0.3",
    "model_array": "0.0.3",
    "number": "0.0.3",
    "number_array": "0.0.3",
    "string": "0.0.3",
    "string_array": "0.0.3",
}
INPUT_TYPE_ALIASES: Final[Mapping[str, str]] = {"integer": "number", "select": "string"}
"""Seen in prose and other layers: what they count as."""
KINDS: Final[Mapping[str, str]] = {
    "3d": "0.0.3",
    "audio": "0.0.3",
    "document": "0.0.3",
    "image": "0.0.3",
    "image-hdr": "0.0.3",
    "json": "0.0.3",
    "text": "1.0.0",
    "video": "0.0.3",
}
_ALIKE: Final = (frozenset({"image", "image-hdr"}), frozenset({"document", "json", "text"}))
WORKFLOW_STATUSES: Final = frozenset({"deleted", "draft", "ready"})
LOGIC_TYPES: Final[Mapping[str, str]] = {"if-else": "0.0.3"}
BACKGROUND_BEHAVIORS: Final[Mapping[str, str]] = {"opaque": "0.0.3", "transparent": "0.0.3"}
OPERATORS: Final[Mapping[str, str]] = {"and": "2.3.0", "or": "2.3.0"}
MODEL_TYPES: Final[Mapping[str, str]] = {
    "custom": "0.0.3",
    "elevenlabs-voice": "0.1.0",
    "flux.1": "0.0.3",
    "flux.1-composition": "0.0.3",
    "flux.1-kontext-dev": "0.0.3",
    "flux.1-kontext-lora": "0.0.3",
    "flux.1-krea-dev": "0.0.3",
    "flux.1-krea-lora": "0.0.3",
    "flux.1-lora": "0.0.3",
    "flux.1-pro": "0.0.3",
    "flux.1.1-pro-ultra": "0.0.3",
    "flux.2-dev-edit-lora": "0.1.0",
    "flux.2-dev-lora": "0.1.0",
    "flux.2-klein-4b-edit-lora": "0.1.0",
    "flux.2-klein-4b-lora": "0.1.0",
    "flux.2-klein-9b-edit-lora": "0.1.0",
    "flux.2-klein-9b-lora": "0.1.0",
    "flux.2-klein-base-4b-edit-lora": "0.1.0",
    "flux.2-klein-base-4b-lora": "0.1.0",
    "flux.2-klein-base-9b-edit-lora": "0.1.0",
    "flux.2-klein-base-9b-lora": "0.1.0",
    "flux1.1-pro": "0.0.3",
    "gpt-image-1": "0.0.3",
    "qwen-image-2512-lora": "0.1.0",
    "qwen-image-edit-2509-lora": "0.1.0",
    "qwen-image-edit-2511-lora": "0.1.0",
    "qwen-image-edit-lora": "0.1.0",
    "qwen-image-lora": "0.1.0",
    "zimage-de-turbo-lora": "0.1.0",
    "zimage-lora": "0.1.0",
    "zimage-turbo-lora": "0.1.0",
    # gone since 2.0.0, still valid in older records
    "sd-1_5": "0.0.3",
    "sd-1_5-composition": "0.0.3",
    "sd-1_5-lora": "0.0.3",
    "sd-xl": "0.0.3",
    "sd-xl-composition": "0.0.3",
    "sd-xl-lora": "0.0.3",
}
"""The 31 of the newest SDK and the six that 2.0.0 removed."""

ARRAY_TYPES: Final = frozenset(
    {"file_array", "inputs_array", "model_array", "number_array", "string_array"}
)
FILE_TYPES: Final = frozenset({"file", "file_array"})
NON_PRODUCING: Final = frozenset(
    {"list", "logic", "transform", "user-approval", "user-selection", "for-each"}
)
"""Node types with no output of their own that a job could show; every other type produces."""
WORKFLOW: Final = "workflow"
"""As `ref.node`: the workflow's own inputs. Reserved, so no node may be called that. (certain)"""


def base_type(input_type: str) -> str:
    """The input type a spelling counts as: `integer` → `number`, `select` → `string`."""
    return INPUT_TYPE_ALIASES.get(input_type, input_type)


def scalar_of(array_type: str) -> str:
    """The item type of an array type (`file_array` → `file`); other types as they are."""
    return array_type.removesuffix("_array")


def kinds_differ(one: str, other: str) -> bool:
    """Whether two asset kinds are known, and an asset of the one surely is none of the other:
    images in HDR and without may stand for each other, and so may texts, JSON and documents."""
    kinds = {one, other}
    return len(kinds) == 2 and kinds <= KINDS.keys() and not any(kinds <= alike for alike in _ALIKE)
