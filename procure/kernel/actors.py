"""Who does something: a person with roles, or the system itself."""

from dataclasses import dataclass, field
from uuid import UUID

from procure.kernel.labels import N_, Labelled


class Role(Labelled):
    """What a person is appointed to do."""

    REQUESTER = "requester", N_("Agency staff")
    COMMITMENT_OFFICER = "commitment_officer", N_("Commitment officer (PPK)")
    BUDGET_AUTHORITY = "budget_authority", N_("Budget authority (PA/KPA)")
    PROCUREMENT_OFFICER = "procurement_officer", N_("Procurement officer")
    TREASURER = "treasurer", N_("Treasurer")
    AUDITOR = "auditor", N_("Auditor")
    REGISTRY_OFFICER = "registry_officer", N_("Supplier registry officer")
    ADMINISTRATOR = "administrator", N_("Region administrator")
    COACH = "coach", N_("Cooperative office")
    SUPPLIER_OWNER = "supplier_owner", N_("Supplier, owner")
    SUPPLIER_OPERATOR = "supplier_operator", N_("Supplier, operator")
    LENDER = "lender", N_("Bank officer")
    SYSTEM = "system", N_("System")


SUPPLIER_ROLES = frozenset({Role.SUPPLIER_OWNER, Role.SUPPLIER_OPERATOR})

SYSTEM_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as they act in one request: where they belong and what they are appointed to."""

    user_id: UUID
    name: str
    region_id: UUID | None
    agency_id: UUID | None = None
    unit_id: UUID | None = None
    supplier_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def is_supplier(self) -> bool:
        """Whether this person acts for a supplier."""
        return bool(self.roles & SUPPLIER_ROLES)

    @property
    def short_name(self) -> str:
        """First name and initial, for the page head."""
        first, *rest = self.name.split()
        return f"{first} {rest[0][0]}." if rest else first

    @property
    def leading_role(self) -> Role | None:
        """The first of their duties, for the page head."""
        return min(self.roles, key=list(Role).index, default=None)

    def has(self, role: Role) -> bool:
        """Whether this person is appointed to the role."""
        return role in self.roles


def system(region_id: UUID | None = None) -> Actor:
    """Return the actor of deeds that the clock does."""
    return Actor(SYSTEM_ID, "Tenong", region_id, roles=frozenset({Role.SYSTEM}))


ANONYMOUS = Actor(UUID(int=1), "-", None)
