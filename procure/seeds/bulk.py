"""Many finished purchases at once, for measuring; written by the database itself."""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.seeds.loading import ROWS

STATEMENTS: Final = "purchases.sql"


def load_purchases(session: Session, purchases: int, moment: datetime) -> int:
    """Add finished purchases to the demonstration's agencies; run it again to add more.

    Needs the demonstration and the tables' owner: the trigger that freezes lines of submitted
    requests is off while the lines of finished ones are written, in this transaction only.

    Args:
        purchases: how many to add.
        moment: the purchases happened in the year before.
    """
    given = {"purchases": purchases, "moment": moment}
    for statement in (ROWS / STATEMENTS).read_text(encoding="utf-8").split(";\n\n"):
        session.execute(text(statement), given if ":" in statement else {})
    made: int = session.scalar(text("SELECT count(*) FROM bulk")) or 0
    return made
