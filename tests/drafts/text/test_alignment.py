"""Orders woven into one: nothing lost, nothing twice, and what is out of its order is found."""

from hypothesis import given
from hypothesis import strategies as st

from drafts.text.alignment import astray, woven

ORDERS = st.lists(st.lists(st.integers(0, 12), unique=True), min_size=1, max_size=4)


def test_a_further_key_stands_behind_the_one_that_it_follows() -> None:
    assert woven(["abcd", "abxcyd", "zabcd"]) == list("zabxcyd")
    assert woven(["", "ab", "b"]) == list("ab")
    assert woven([]) == []


def test_what_was_moved_is_astray_and_not_what_it_passed() -> None:
    assert astray("bcda", "abcd") == {"a"}
    assert astray("dabc", "abcd") == {"d"}
    assert astray("abc", "axbyc") == set()
    assert astray("", "abc") == set()


@given(ORDERS)
def test_every_key_once_and_the_first_order_as_it_is(orders: list[list[int]]) -> None:
    found = woven(orders)
    assert sorted(found) == sorted({key for order in orders for key in order})
    assert [key for key in found if key in orders[0]] == orders[0]
    for order in orders:
        strayed = astray(order, found)
        kept = [key for key in order if key not in strayed]
        assert kept == [key for key in found if key in set(kept)]
