"""What can be done with listings, their revisions, sheets and categories."""

from procure.kernel.labels import N_, Labelled


class ListingAction(Labelled):
    """Deeds on what a seller offers."""

    ADD = "listing.add", N_("Add a listing")
    CHANGE = "listing.change", N_("Change the listing")
    REPRICE = "listing.reprice", N_("Change the price")
    ADJUST = "listing.adjust", N_("Change stock, capacity and terms")
    WITHDRAW = "listing.withdraw", N_("Take off the shelf")
    RESTORE = "listing.restore", N_("Return to the shelf")
    TAKE_DOWN = "listing.take_down", N_("Take down")
    RETIRE = "listing.retire", N_("Take off the shelf with the closed account")
    LAPSE = "listing.lapse", N_("Halal certificate no longer holds")
    RECERTIFY = "listing.recertify", N_("Halal certificate holds again")
    EXPORT = "listing.export", N_("Export listings")


class ListingRevisionAction(Labelled):
    """Deeds on what a seller proposes that a listing says."""

    SUBMIT = "listing_revision.submit", N_("Send to the registry officer")
    WITHDRAW = "listing_revision.withdraw", N_("Take back")
    APPROVE = "listing_revision.approve", N_("Approve for the shelf")
    SEND_BACK = "listing_revision.send_back", N_("Return with a reason")
    REFUSE = "listing_revision.refuse", N_("Refuse")


class ImportRunAction(Labelled):
    """Deeds on a sheet of listings."""

    START = "import_run.start", N_("Import a sheet")
    FINISH_READING = "import_run.finish_reading", N_("Finish reading")
    CORRECT = "import_run.correct", N_("Send a corrected file")
    MEND = "import_run.mend", N_("Mend a row")
    APPLY = "import_run.apply", N_("Take over the sound rows")
    FINISH = "import_run.finish", N_("Finish taking over")
    CANCEL = "import_run.cancel", N_("Cancel the import")
    APPROVE_BATCH = "import_run.approve_batch", N_("Approve the batch")


class CategoryAction(Labelled):
    """Deeds on the tree of categories."""

    ADD = "category.add", N_("Add a category")
    KEEP = "category.keep", N_("Keep categories")


class PriceStandardAction(Labelled):
    """Deeds on the region's price standards (SSH)."""

    ADD = "price_standard.add", N_("Add a price standard")
    CHANGE = "price_standard.change", N_("Change the price standard")
    END = "price_standard.end", N_("End the price standard")


class FavouriteAction(Labelled):
    """Deeds on what an agency keeps at hand."""

    KEEP = "favourite.keep", N_("Keep as a favourite")
    DROP = "favourite.drop", N_("Remove from favourites")
