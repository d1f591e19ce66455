"""Which legal form an order takes, by its value; the limits are a dated row."""

from collections.abc import Mapping
from typing import Final

from procure.kernel.labels import N_, Labelled
from procure.kernel.regulation import Regulation


class ContractForm(Labelled):
    """What binds buyer and supplier, by the value of the whole package with tax (art. 28)."""

    RECEIPT = "receipt", N_("Proof of purchase")
    VOUCHER = "voucher", N_("Payment voucher")
    WORK_ORDER = "work_order", N_("Work order (SPK)")
    AGREEMENT = "agreement", N_("Agreement")


_FORM_ON_PAPER: Final[Mapping[ContractForm, str]] = {
    ContractForm.RECEIPT: "bukti pembelian/pembayaran",
    ContractForm.VOUCHER: "kuitansi",
    ContractForm.WORK_ORDER: "Surat Perintah Kerja (SPK)",
    ContractForm.AGREEMENT: "surat perjanjian",
}


def contract_form(total: int, law: Regulation) -> ContractForm:
    """Tell the legal form of a contract from its value in rupiah, tax included.

    Perpres 16/2018 art. 28 as amended; the three limits are parameters of the row
    `contract-form`, each the highest value that still takes the form.
    """
    limits = (
        (ContractForm.RECEIPT, "receipt_up_to"),
        (ContractForm.VOUCHER, "voucher_up_to"),
        (ContractForm.WORK_ORDER, "work_order_up_to"),
    )
    for form, limit in limits:
        if total <= law.parameters[limit]:
            return form
    return ContractForm.AGREEMENT


def document_title(form: ContractForm) -> str:
    """Title on the order paper: the binding SPK carries its own name, the rest only supports."""
    if form is ContractForm.WORK_ORDER:
        return "SURAT PERINTAH KERJA (SPK)"
    return "SURAT PESANAN"


def form_line(form: ContractForm) -> str:
    """Sentence under the title that says which proof binds, as Perpres 16/2018 art. 28 lists it."""
    return f"Bentuk kontrak: {_FORM_ON_PAPER[form]}"
