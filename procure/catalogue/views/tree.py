"""The tree of categories, as the registry officer keeps it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.catalogue import service
from procure.catalogue.actions import CategoryAction as Do
from procure.catalogue.forms.deciding import CategoryForm
from procure.catalogue.models import Category
from procure.catalogue.policy import CATEGORY_POLICY
from procure.catalogue.queries import taxonomy as tree
from procure.catalogue.views.door import named
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
    return render_template("categories/index.html", branches=tree.branches(work), named=named)


@bp.route("/new", methods=["GET", "POST"])
@does(Do.ADD)
def add() -> ResponseReturnValue:
    """Add a kind to a group, with its unit, account and questions."""
    work = current_work()
    CATEGORY_POLICY.require(work.actor, Do.ADD)
    groups = tree.groups(work)
    chosen = next((one for one in groups if one.code == request.values.get("group")), groups[0])
    sent = request.method == "POST"
    form = CategoryForm() if sent else CategoryForm(None, data=_blank(chosen))
    form.offer()
    if sent and form.validate():
        category = service.add_category(work, chosen.code, form.to_category())
        flash(_("“%(name)s” is saved.", name=category.name), "success")
        return redirect(url_for(".index"))
    page = render_template(
        "categories/add.html", form=form, groups=groups, chosen=chosen, named=named
    )
    return (page, REFUSED) if sent else page


def _blank(group: Category) -> dict[str, object]:
    return {
        "unit": group.unit,
        "account_code": group.account_code,
        "supply_kind": group.supply_kind.value,
        "is_meal": group.is_meal,
        "questions": [{"label": ""} for _one in range(SPARE)],
    }


@bp.route("/<category_code>", methods=["GET", "POST"])
@does(Do.KEEP)
def keep(category_code: str) -> ResponseReturnValue:
    """Change a category: names, unit, account, kind of supply, and what it asks."""
    work = current_work()
    CATEGORY_POLICY.require(work.actor, Do.KEEP)
    category = tree.get(work, category_code)
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
        standards=tree.standards(work, category_code),
        named=named,
    )
    return page if request.method == "GET" else (page, REFUSED)


def _stored(category_code: str) -> dict[str, object]:
    work = current_work()
    category = tree.get(work, category_code)
    names = ("name", "name_en", "unit", "account_code", "is_meal", "standard_key", "asks_sni")
    questions = [
        {
            "key": one.key,
            "label": one.label,
            "label_en": one.label_en,
            "is_required": one.is_required,
        }
        for one in tree.questions(work, category_code)
    ]
    spare: list[dict[str, object]] = [{"label": ""} for _one in range(SPARE)]
    return {
        **{name: getattr(category, name) for name in names},
        "supply_kind": category.supply_kind.value,
        "questions": [*questions, *spare],
    }
