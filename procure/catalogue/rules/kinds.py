"""What a listing can be: kinds of supply, where it comes from, what it says of being halal."""

from procure.kernel.labels import N_, Labelled


class SupplyKind(Labelled):
    """What a line is for the taxman: goods, food cooked to order, printing, a service."""

    GOODS = "goods", N_("Goods")
    CATERING = "catering", N_("Catering (cooked and served to order)")
    RESTAURANT = "restaurant", N_("Food from a restaurant or stall")
    PACKAGED_FOOD = "packaged_food", N_("Packaged food from a shop")
    PRINTING = "printing", N_("Printing to order")
    SERVICE = "service", N_("Service")


class Origin(Labelled):
    """Where a product comes from (Perpres 46/2025 ps. 66)."""

    LOCAL = "local", N_("Made in Indonesia (own declaration)")
    TKDN = "tkdn", N_("Made in Indonesia, with a TKDN certificate")
    IMPORTED = "imported", N_("Imported")


class Halal(Labelled):
    """What a food listing says of being halal (PP 42/2024)."""

    CERTIFIED = "certified", N_("Halal, certified"), "success"
    LAPSED = "lapsed", N_("Halal certificate no longer holds"), "warning"
    NOT_HALAL = "not_halal", N_("Labelled as not halal"), "warning"
    UNSTATED = "unstated", N_("Not stated"), "warning"
    NOT_FOOD = "not_food", N_("Not food")
