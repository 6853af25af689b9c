"""What Scenario's words mean, in a sentence each: for editors that show it beside the word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NODE_TYPES: Final[Mapping[str, str]] = {
    "custom-model": "Runs the model that `modelId` names.",
    "for-each": "A loop: runs its body once per item of its array input, or `count` times.",
    "generate-prompt": "Writes a prompt from what its inputs give it.",
    "list": "A fixed list: hands out its `items` as they are.",
    "logic": "An if/else node: takes the value of the first case whose condition holds.",
    "model": "Runs the model that `modelId` names, the newer form of `custom-model`.",
    "remove-background": "Cuts the subject of an image out of its background.",
    "transform": "Computes a value from its inputs with the expression in `logic.transform`.",
    "user-approval": "Shows what the nodes in `dependsOn` made, and waits until a person approves.",
    "user-selection": "Waits until a person picks some of the items of its array input.",
    "workflow": "Runs the workflow that `workflowId` names.",
}
NODE_STATUSES: Final[Mapping[str, str]] = {
    "failure": "It ran and failed.",
    "pending": "It has not started.",
    "processing": "It is running.",
    "rejected": "A person refused to approve.",
    "skipped": "It did not run: its branch was not taken, or it is the template of a loop's body.",
    "success": "It ran and ended well.",
}
INPUT_TYPES: Final[Mapping[str, str]] = {
    "boolean": "`true` or `false`.",
    "file": "One asset, of the kind that `kind` says.",
    "file_array": "A list of assets, of the kind that `kind` says.",
    "inputs_array": "Rows of sub-inputs: `inputs` declares them, `items` holds the rows.",
    "model": "A model's id.",
    "model_array": "A list of model ids.",
    "number": "A number.",
    "number_array": "A list of numbers.",
    "string": "A text.",
    "string_array": "A list of texts.",
    "integer": "Counts as `number`; seen outside the SDK.",
    "select": "Counts as `string` with `options` to choose from; seen outside the SDK.",
}
KINDS: Final[Mapping[str, str]] = {
    "3d": "A 3D model.",
    "audio": "Sound.",
    "document": "A document, such as a PDF.",
    "image": "An image; what is meant when `kind` is absent.",
    "image-hdr": "An image with high dynamic range.",
    "json": "JSON data.",
    "text": "A text file.",
    "video": "A video.",
}
LOGIC_TYPES: Final[Mapping[str, str]] = {
    "if-else": "The first case whose condition holds; else the default."
}
BACKGROUND_BEHAVIORS: Final[Mapping[str, str]] = {
    "opaque": "The background is opaque.",
    "transparent": "The background is transparent.",
}
OPERATORS: Final[Mapping[str, str]] = {
    "and": "Every condition must hold.",
    "or": "One condition that holds is enough.",
}
