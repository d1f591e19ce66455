"""The tree of categories, as the registry officer keeps it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.catalogue import service
from procure.catalogue.actions import CategoryAction as Do
from procure.catalogue.forms.deciding import CategoryForm
from procure.catalogue.policy import CATEGORY_POLICY
from procure.catalogue.queries import sorting
from procure.catalogue.views import named
from procure.kernel.actors import Role
from procure.kernel.policy import holds
from procure.web.access import does, reads
from procure.web.work import current_work

bp = Blueprint("categories", __name__, url_prefix="/categories")

REFUSED = 422
SPARE = 2
"""Empty rows for further questions."""


@bp.get("")
@reads(holds(Role.REGISTRY_OFFICER))
def index() -> ResponseReturnValue:
    """List the categories in the order of the tree."""
    work = current_work()
    return render_template("categories/index.html", branches=sorting.branches(work), named=named)


@bp.route("/<category_code>", methods=["GET", "POST"])
@does(Do.KEEP)
def keep(category_code: str) -> ResponseReturnValue:
    """Change a category: names, unit, account, kind of supply, and what it asks."""
    work = current_work()
    CATEGORY_POLICY.require(work.actor, Do.KEEP)
    category = sorting.get(work, category_code)
    form = (
        CategoryForm()
        if request.method == "POST"
        else CategoryForm(None, data=_stored(category_code))
    )
    form.offer()
    if request.method == "POST" and form.validate():
        service.keep(work, category_code, form.to_category())
        flash(_("“%(name)s” is saved.", name=form.name.data), "success")
        return redirect(url_for(".index"))
    page = render_template(
        "categories/keep.html",
        form=form,
        category=category,
        standards=sorting.standards(work, category_code),
        named=named,
    )
    return page if request.method == "GET" else (page, REFUSED)


def _stored(category_code: str) -> dict[str, object]:
    work = current_work()
    category = sorting.get(work, category_code)
    names = ("name", "name_en", "unit", "account_code", "is_meal")
    questions = [
        {
            "key": one.key,
            "label": one.label,
            "label_en": one.label_en,
            "is_required": one.is_required,
        }
        for one in sorting.questions(work, category_code)
    ]
    spare: list[dict[str, object]] = [{"label": ""} for _one in range(SPARE)]
    return {
        **{name: getattr(category, name) for name in names},
        "supply_kind": category.supply_kind.value,
        "questions": [*questions, *spare],
    }
