"""What every view model does: keep one frozen value, and emit for exactly the fields that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Generic, TypeVar

from kiosk.viewmodels.rows_model import RowsModel, camel

P = TypeVar("P")


class Shown(Generic[P]):
    """The value a view model shows. Mixed into a QObject that has, for each field, a `…Changed` signal or a model."""

    _props: P
    _models: Mapping[str, RowsModel] = {}

    def show(self, props: P) -> None:
        """Show `props` from now on."""
        before, self._props = self._props, props
        listed: Any = fields(props)  # type: ignore[arg-type]  # every P is a dataclass
        for name in [each.name for each in listed if getattr(before, each.name) != getattr(props, each.name)]:
            if name in self._models:
                self._models[name].show(getattr(props, name))
            else:
                getattr(self, f"{camel(name)}Changed").emit()
