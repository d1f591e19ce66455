"""Every table of every room, so that migrations and tests see the whole schema."""

from procure.accounts import models as accounts
from procure.audit import models as audit
from procure.budgets import models as budgets
from procure.catalogue import models as catalogue
from procure.catalogue import search_models as catalogue_search
from procure.catalogue import shelf_models as shelves
from procure.db import deeds, numbering
from procure.db.base import Base
from procure.files import models as files
from procure.notifications import models as notifications
from procure.orders import models as orders
from procure.purchase_requests import models as purchase_requests
from procure.purchase_requests import template_models as purchase_templates
from procure.regulations import models as regulations
from procure.sourcing import models as sourcing
from procure.suppliers import models as suppliers
from procure.suppliers import models_bank as supplier_bank_accounts
from procure.suppliers import registry_models as registry
from procure.suppliers import vetting_models as vetting

ROOMS = (
    accounts,
    audit,
    budgets,
    catalogue,
    catalogue_search,
    deeds,
    files,
    notifications,
    numbering,
    orders,
    purchase_requests,
    purchase_templates,
    regulations,
    shelves,
    sourcing,
    suppliers,
    vetting,
    supplier_bank_accounts,
    registry,
)

metadata = Base.metadata
