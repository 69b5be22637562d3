"""Who holds disputed words: names as data, and nothing that was typed is lost."""

from hypothesis import given

from drafts.text.attribution import Attribution, Holder, Reservation, mistakes, read, read_all
from drafts.text.grammar import parse, source_of
from tests.drafts.text.strategies import laws, text


def delegations(*names: str) -> tuple[Holder, ...]:
    return tuple(Holder(name) for name in names)


def test_names_support_the_words() -> None:
    assert read("Argentina, Netherlands (Kingdom of the), Senegal") == Attribution(
        delegations("Argentina", "Netherlands (Kingdom of the)", "Senegal")
    )


def test_opposers_stand_after_a_word_of_their_own() -> None:
    assert read("Argentina; against: Cuba, Japan") == Attribution(
        delegations("Argentina"), delegations("Cuba", "Japan")
    )
    assert read("contre : Cuba") == read("en contra: Cuba") == read("opposed by: Cuba") == read("against: Cuba")


def test_a_group_may_have_a_speaker_and_members_who_stand_apart() -> None:
    coast = "Group of Coastal States"
    assert read(f"{coast} except Chile and Peru").supporters == (
        Holder(coast, "group", without=("Chile", "Peru")),
    )  # fmt: skip
    assert read(f"Kenya on behalf of {coast}").supporters == (Holder(coast, "group", "Kenya"),)
    assert (
        str(read(f"Kenya on behalf of {coast} except Chile").supporters[0])
        == f"Kenya on behalf of {coast} except Chile"
    )
    assert read("on behalf of the Lantern Keepers").supporters == (Holder("the Lantern Keepers", "group"),)
    assert read("African Union").supporters == (Holder("African Union", "group"),)


def test_nobody_need_be_named() -> None:
    for words in ("some delegations", "Several States", "a number of delegations", "certaines délégations"):
        assert read(words).supporters == (Holder(words, "anonymous"),)


def test_a_reservation_is_no_opposition() -> None:
    assert read("reservation of Chile: scrutiny") == Attribution(
        reservations=(Reservation(Holder("Chile"), "scrutiny"),)
    )
    assert read("Cuba; reservation of Chile") == Attribution(
        delegations("Cuba"), reservations=(Reservation(Holder("Chile")),)
    )


def test_marks_after_the_same_words_are_put_together() -> None:
    assert read_all(["Cuba; against: Chile", "Japan"]) == Attribution(
        delegations("Cuba", "Japan"), delegations("Chile")
    )


def test_what_is_not_understood_is_kept_as_it_stands() -> None:
    assert read("Cuba; later: perhaps Chile") == Attribution(delegations("Cuba"), unread=("later: perhaps Chile",))
    assert not read("")
    assert not read(" ; , ;")


def test_mistakes_are_told_in_sentences() -> None:
    assert mistakes("Argentina; against: Cuba") == []
    assert mistakes("Cuba; against: Chile, Cuba") == ["Cuba stands both for and against the same words."]
    assert mistakes("Cuba, Chile, Cuba") == ["Cuba is named twice."]
    assert mistakes("later: Chile") == [
        "It is not clear what “later: Chile” says; write names, “against: names” or “reservation of name: what”."
    ]


def test_a_mistake_is_a_located_warning_of_the_editor() -> None:
    _, notices = parse(
        "1. States [shall]^{Cuba; against: Cuba} act.\nOption 1 (Chile, Chile):\nNo text\nEnd of options"
    )
    assert [(notice.line, notice.message) for notice in notices] == [
        (1, "Cuba stands both for and against the same words."),
        (2, "Chile is named twice."),
    ]
    assert notices[0].column == 18


def test_the_names_of_an_option_may_hold_brackets_of_their_own() -> None:
    source = "Option 1 (Netherlands (Kingdom of the); against: Chile):\n1. Words.\nEnd of options\n"
    blocks, notices = parse(source)
    assert (blocks[0].kind, blocks[0].text) == ("option", "Netherlands (Kingdom of the); against: Chile")
    assert (source_of(blocks), notices) == (source, [])


@laws
@given(text)
def test_anything_can_be_read(typed: str) -> None:
    found = read(typed)
    assert all(str(holder).strip() for holder in (*found.supporters, *found.opposers, *found.reservations))
    assert isinstance(mistakes(typed), list)


@laws
@given(text)
def test_no_letter_of_a_name_is_lost(typed: str) -> None:
    """What is not a known word of the syntax comes back in a name, a reservation or as it stands."""
    if any(mark in typed for mark in ":;,()[]{}"):
        return
    found = read(typed)
    assert [" ".join(str(holder).split()) for holder in found.supporters] == (
        [" ".join(typed.split())] if typed.strip() else []
    )
