"""The desk's tests use the same prepared order as the orders' tests."""

from tests.orders.conftest import deal, papers, seller

__all__ = ["deal", "papers", "seller"]
