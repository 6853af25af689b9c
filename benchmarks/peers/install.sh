#!/bin/sh
# Install the linters that flowcheck is measured beside, in this folder and nowhere else.
set -eu
cd "$(dirname "$0")"
"${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check check-jsonschema cfn-lint zizmor ruff
npm install --silent --no-fund --no-audit --no-package-lock --ignore-scripts
