"""The blueprint of the public catalogue, and words that its views share."""

from flask import Blueprint

from procure.catalogue.models import Category
from procure.catalogue.queries import Kind
from procure.web.locale import language

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")


def named(category: Category | Kind) -> str:
    """Return the category's name in the reader's language."""
    return category.name_en if language() == "en" else category.name
