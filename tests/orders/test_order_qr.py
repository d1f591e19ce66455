"""The QR on the order's paper, read as a telephone's camera reads it."""

import pypdfium2
import zxingcpp

from procure.orders.pdf import draw
from tests.make.papers import an_order_paper

INCH, DOTS = 72, 150


def test_a_telephone_reads_the_address_that_is_printed_beside_it() -> None:
    paper, read, printed = an_order_paper(), [], ""
    with pypdfium2.PdfDocument(draw(paper)) as file:
        for page in file:
            picture = page.render(scale=DOTS / INCH).to_pil().convert("L")
            read += zxingcpp.read_barcodes(picture)
            printed += page.get_textpage().get_text_range()
    assert [(code.format, code.text) for code in read] == [
        (zxingcpp.BarcodeFormat.QRCode, paper.check_url)
    ]
    assert f"periksa keaslian di {read[0].text}" in printed
