"""Small numbers that are hidden, and that nobody works out."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest

from tests.support.guessing import Tables
from tests.support.recovery import recovered
from workflows.figures.suppression import SMALL, Sum, Table, given_away, hidden


def table(numbers: dict[str, int], *sums: str, unshown: str = "", wanted: str = "") -> Table[str]:
    """Sums like "all women men": the first is what the others are together."""
    split = (each.split() for each in sums)
    return Table(
        numbers=numbers,
        sums=[Sum(total=total, parts=parts) for total, *parts in split],
        unshown=frozenset(unshown.split()),
        wanted=frozenset(wanted.split()),
    )


@pytest.mark.parametrize(("number", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_are_small(number: int, is_hidden: bool) -> None:
    assert bool(hidden(table({"a": number}))) == is_hidden


def test_a_small_number_takes_the_cheapest_of_the_same_sum_with_it() -> None:
    assert hidden(table({"all": 33, "women": 20, "men": 10, "others": 3}, "all women men others")) == {"men", "others"}


def test_a_nought_hides_nothing() -> None:
    """Whoever knows where there is nobody must not be able to work it out either."""
    numbers = {"all": 13, "women": 10, "men": 3, "others": 0}
    assert hidden(table(numbers, "all women men others")) == {"men", "women"}


def test_what_alone_remains_is_the_sum_itself() -> None:
    assert hidden(table({"all": 3, "women": 3, "men": 0}, "all women men")) == {"all", "women"}


def test_some_that_together_are_small_are_not_enough_to_hide_behind() -> None:
    numbers = {"all": 20, "women": 11, "men": 7, "others": 1, "unknown": 1}
    assert hidden(table(numbers, "all women men others unknown")) == {"others", "unknown", "men"}


def test_who_did_not_reach_the_goal_is_guarded_too() -> None:
    """Nothing says 3 anywhere, and 40 - 37 does."""
    assert hidden(table({"of": 40, "met": 37, "short": 3}, "of met short", unshown="short")) == {"met"}
    assert hidden(table({"of": 40, "met": 35, "short": 5}, "of met short", unshown="short")) == set()


def test_in_a_table_with_margins_four_are_hidden_to_hide_one() -> None:
    rows = {"a1": 2, "a2": 20, "a3": 30, "b1": 6, "b2": 7, "b3": 50, "c1": 60, "c2": 70, "c3": 80}
    margins = {"a": 52, "b": 63, "c": 210, "1": 68, "2": 97, "3": 160, "all": 325}
    sums = [
        "a a1 a2 a3",
        "b b1 b2 b3",
        "c c1 c2 c3",
        "1 a1 b1 c1",
        "2 a2 b2 c2",
        "3 a3 b3 c3",
        "all a b c",
        "all 1 2 3",
    ]
    assert hidden(table(rows | margins, *sums)) == {"a1", "a2", "b1", "b2"}


def test_what_is_wanted_is_hidden_last() -> None:
    numbers = {"all": 20, "goal": 6, "other": 11, "small": 3}
    assert hidden(table(numbers, "all goal other small")) == {"small", "goal"}
    assert hidden(table(numbers, "all goal other small", wanted="goal")) == {"small", "other"}


def test_what_has_no_sum_in_common_leaves_the_rest_alone() -> None:
    numbers = {"all": 20, "women": 12, "men": 8, "every": 20, "north": 17, "south": 3}
    assert hidden(table(numbers, "all women men", "every north south")) == {"south", "north"}


def test_a_sum_that_does_not_add_up_is_no_way_to_work_anything_out() -> None:
    assert hidden(table({"all": 9, "women": 6, "men": 2}, "all women men")) == {"men"}


UNITS, GENDERS = ("n", "s", "v", "o"), ("w", "m", "x")
PARTS = ("met", "of", "excused", "waiting")


def random_table(seed: int) -> Table[tuple[str, str, str]]:
    """Units by gender with margins; each with how many reached the goal, of how many, and who waits or is excused."""
    draw = random.Random(seed)
    counts: dict[tuple[str, str, str], int] = {}
    for unit in UNITS:
        for gender in GENDERS:
            of = draw.choice((0, 0, 1, 2, 4, 5, 7, 12, 30)) if gender != "x" else draw.choice((0, 0, 0, 1))
            met = draw.randint(0, of)
            drawn = (met, of, draw.choice((0, 0, 0, 2, 6)), draw.choice((0, 0, 1, 3, 9)))
            counts |= {(part, unit, gender): number for part, number in zip(PARTS, drawn, strict=True)}
    sums = [*_margins()]
    for each in sums:
        counts[each.total] = sum(counts[part] for part in each.parts)
    short = {("short", unit, gender) for _, unit, gender in counts}
    counts |= {cell: counts["of", *cell[1:]] - counts["met", *cell[1:]] for cell in sorted(short)}
    sums += [Sum(total=("of", *cell[1:]), parts=[("met", *cell[1:]), cell]) for cell in sorted(short)]
    return Table(numbers=counts, sums=sums, unshown=short)


def _margins() -> Iterator[Sum[tuple[str, str, str]]]:
    """Those of the units first: what they say is part of what stands for all."""
    for part in PARTS:
        for unit in UNITS:
            yield Sum(total=(part, unit, "all"), parts=[(part, unit, gender) for gender in GENDERS])
        for gender in (*GENDERS, "all"):
            yield Sum(total=(part, "all", gender), parts=[(part, unit, gender) for unit in UNITS])
        yield Sum(total=(part, "all", "all"), parts=[(part, "all", gender) for gender in GENDERS])


def tried(seed: int) -> None:
    given = random_table(seed)
    gone = hidden(given)
    small = {cell for cell, number in given.numbers.items() if number in SMALL}
    shown = given.numbers.keys() - gone - given.unshown
    assert not shown & small
    worked_out = recovered(given.numbers, [each.row for each in given.sums], shown)
    assert not worked_out.keys() & (gone | small)
    assert all(given.numbers[cell] for cell in gone), "a nought is not hidden"


def test_the_attack_finds_what_is_badly_hidden() -> None:
    """With only the small numbers hidden nearly every table gives some away, and the attack says which numbers."""
    given = random_table(1)
    small = {cell for cell, number in given.numbers.items() if number in SMALL}
    shown = given.numbers.keys() - small - given.unshown
    worked_out = recovered(given.numbers, [each.row for each in given.sums], shown)
    assert worked_out.keys() & small
    assert worked_out == {cell: given.numbers[cell] for cell in worked_out}


@pytest.mark.parametrize("first", [0, 25])
def test_no_hidden_number_can_be_worked_out(first: int) -> None:
    for seed in range(first, first + 25):
        tried(seed)


@pytest.mark.long
def test_nor_in_a_thousand_tables() -> None:
    for seed in range(1000, 2000):
        tried(seed)


def tried_by_a_unit(seed: int) -> None:
    """Somebody who knows one unit whole: only what follows from that alone is known to them of the rest."""
    given = random_table(seed)
    known = {cell for cell in given.numbers if cell[1] == UNITS[0]}
    gone = hidden(replace(given, known=known))
    rows = [each.row for each in given.sums]
    already = recovered(given.numbers, rows, known).keys() | known
    small = {cell for cell, number in given.numbers.items() if number in SMALL} - already
    shown = (given.numbers.keys() - gone - given.unshown) | known
    assert not gone & known
    assert not shown & small
    assert not recovered(given.numbers, rows, shown).keys() & ((gone | small) - already)


@pytest.mark.parametrize("first", [0, 15])
def test_nor_by_a_unit_that_knows_its_own(first: int) -> None:
    for seed in range(first, first + 15):
        tried_by_a_unit(seed)


@pytest.mark.long
def test_nor_by_it_in_five_hundred_tables() -> None:
    for seed in range(1000, 1500):
        tried_by_a_unit(seed)


def test_what_is_hidden_from_others_only_gives_it_away_to_who_knows_a_part() -> None:
    """The whole is 9, and 8 of it are one's own."""
    given = table({"all": 9, "own": 8, "theirs": 1, "of": 9}, "all own theirs", "of all")
    assert "own" in hidden(given)
    assert hidden(replace(given, known={"own"})) == {"all", "theirs", "of"}
    assert hidden(replace(table({"all": 3, "own": 3, "theirs": 0}, "all own theirs"), known={"own"})) == set()


def test_the_same_table_is_hidden_the_same_way_every_time() -> None:
    assert [hidden(random_table(seed)) for seed in range(3)] == [hidden(random_table(seed)) for seed in range(3)]


def test_not_everything_is_lost() -> None:
    """Of what is larger than four, more than half is shown."""
    given = [random_table(seed) for seed in range(10)]
    large = [{cell for cell, number in each.numbers.items() if number > max(SMALL)} - each.unshown for each in given]
    lost = sum(len(hidden(each) & cells) for each, cells in zip(given, large, strict=True))
    assert lost < sum(map(len, large)) / 2


def test_what_is_added_to_a_table_hides_nothing_that_was_shown() -> None:
    """The months of a whole that is shown: the small one takes another month with it, not the whole."""
    whole = table({"all": 30, "women": 20, "men": 10}, "all women men")
    months = {"all": 30, "women": 20, "men": 10, "january": 3, "february": 12, "march": 15}
    sums = table(months, "all women men", "all january february march").sums
    added = Table(numbers=months, sums=sums, gone=hidden(whole), kept=frozenset(whole.numbers))
    assert hidden(added) == {"january", "february"}


def test_months_that_can_only_be_one_each_are_given_away_where_the_whole_is_to_stay() -> None:
    numbers = {"all": 5} | dict.fromkeys(("jan", "feb", "mar", "apr", "may"), 1)
    given = table(numbers, "all jan feb mar apr may")
    kept = Table(numbers=numbers, sums=given.sums, kept=frozenset({"all"}))
    assert hidden(kept) == numbers.keys() - {"all"}
    assert given_away(kept, hidden(kept)) == hidden(kept)
    assert hidden(given) == numbers.keys()
    assert not given_away(given, hidden(given))


BY_GENDER = Tables(("x", "y"), ("w", "m"), most=9)


def guessed(tables: Tables, numbers: Sequence[int]) -> dict[tuple[str, str], int]:
    counts = tables.with_margins(numbers)
    gone = hidden(Table(numbers=counts, sums=[Sum(total=total, parts=parts) for total, parts in tables.sums()]))
    return tables.forced(counts, gone)


def test_the_guessing_finds_what_no_elimination_does() -> None:
    """Two outcomes by women and men: x + y has one each that is hidden, and together they are 2."""
    counts = BY_GENDER.with_margins((1, 0, 5, 1))
    shown = {("all", "all"), ("x", "m"), ("y", "w")}
    gone = counts.keys() - shown
    equations = [Sum(total=total, parts=parts).row for total, parts in BY_GENDER.sums()]
    assert recovered(counts, equations, shown) == {}
    assert BY_GENDER.forced(counts, gone) == {cell: counts[cell] for cell in gone}


def test_no_number_of_a_small_table_can_only_be_one() -> None:
    assert [numbers for numbers in product(range(7), repeat=4) if guessed(BY_GENDER, numbers)] == []


@pytest.mark.long
def test_nor_in_a_larger_one() -> None:
    tables = Tables(("x", "y"), ("w", "m", "o"), most=8)
    assert [numbers for numbers in product((0, 1, 2, 5), repeat=6) if guessed(tables, numbers)] == []
