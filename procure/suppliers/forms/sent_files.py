"""The field by which a form of this room carries a file that was sent before."""

from typing import Any, TypeVar
from uuid import UUID

from wtforms import Field

T = TypeVar("T")


def given(value: T | None) -> T:
    """Return a value that `InputRequired` has let pass."""
    if value is None:
        raise ValueError("the form was not validated")
    return value


class UploadField(Field):
    """The id of a file that was sent before; several ticks mean the last one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the last id; an empty or broken one counts as none."""
        self.data = None
        for value in valuelist:
            try:
                self.data = UUID(str(value))
            except ValueError:
                continue
