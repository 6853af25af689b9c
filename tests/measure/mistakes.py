"""Every planter of a single mistake."""

from __future__ import annotations

from tests.measure import (
    plant_branches,
    plant_calls,
    plant_loops,
    plant_options,
    plant_references,
    plant_required,
    plant_runs,
    plant_shape,
)
from tests.measure.planting import (
    INFO,
    JOB_PLANTERS,
    PLANTERS,
    JobPlanter,
    Planted,
    Planter,
    document,
)

CATALOGUE = plant_calls.CATALOGUE

__all__ = [
    "CATALOGUE",
    "INFO",
    "JOB_PLANTERS",
    "PLANTERS",
    "JobPlanter",
    "Planted",
    "Planter",
    "document",
    "plant_branches",
    "plant_calls",
    "plant_loops",
    "plant_options",
    "plant_references",
    "plant_required",
    "plant_runs",
    "plant_shape",
]
