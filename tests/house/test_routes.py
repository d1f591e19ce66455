"""Every door is locked unless it says otherwise."""

from flask import Flask

from procure.web.access import is_locked


def test_every_route_says_who_may_come_in(app: Flask) -> None:
    open_doors = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not is_locked(app.view_functions[rule.endpoint])
    ]
    assert open_doors == []


def test_every_route_that_changes_something_is_done_once(app: Flask) -> None:
    repeated = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and not hasattr(app.view_functions[rule.endpoint], "__wrapped__")
    ]
    assert repeated == []


def test_no_address_ends_in_a_slash_or_hides_capitals(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            assert rule.rule == "/" or not rule.rule.endswith("/"), rule.rule
