"""The page on which a budget is read."""

from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from procure.budgets import queries
from procure.budgets.policy import may_read
from procure.web.access import reads
from procure.web.work import current_work

bp = Blueprint("budgets", __name__, url_prefix="/budgets")


@bp.get("")
@reads(may_read)
def index() -> ResponseReturnValue:
    """Show ceiling, reserved, committed and left of every line of this year."""
    work = current_work()
    lines = queries.of_year(work, work.today.year)
    units = [
        (agency, unit, [found.line for found in group])
        for (agency, unit), group in groupby(lines, key=lambda found: (found.agency, found.unit))
    ]
    return render_template("budgets/index.html", units=units, year=work.today.year)
