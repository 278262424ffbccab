"""The table of progress: counts by person and by module, from what was deposited and nothing else."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from parcours_u.cohort.progress import progress_table
from parcours_u.cohort.rows import MODULE_COLUMNS, PERSON_COLUMNS, module_row, person_row
from parcours_u.domain.following import Deposited, Released

MONDAY, TUESDAY = datetime(2027, 3, 1, 9), datetime(2027, 3, 2, 9)
MODULES = [Released("co-initier", 6), Released("presencing", 5)]
DEPOSITS = [
    Deposited("eve", "co-initier", TUESDAY, late=True, answers=4, comments=2),
    Deposited("eve", "presencing", MONDAY, late=False, answers=5, comments=0),
    Deposited("luc", "co-initier", MONDAY, late=False, answers=0, comments=0),
]

people = st.sampled_from(["eve", "luc", "anh", "inconnue"])
modules = st.sampled_from(["co-initier", "presencing", "ancien"])
deposits = st.builds(
    Deposited,
    people,
    modules,
    st.none() | st.datetimes(),
    late=st.booleans(),
    answers=st.integers(0, 6),
    comments=st.integers(0, 6),
)


def test_each_person_is_counted_over_the_modules() -> None:
    eve, luc, anh = progress_table(["eve", "luc", "anh"], MODULES, DEPOSITS).people
    assert (eve.deposited, eve.commented, eve.late, eve.answers, eve.comments, eve.last) == (2, 1, 1, 9, 2, TUESDAY)
    assert list(eve.modules) == ["co-initier", "presencing"]
    assert (luc.deposited, luc.answers, luc.last) == (1, 0, MONDAY)
    assert (anh.deposited, anh.last, anh.modules) == (0, None, {})


def test_each_module_is_counted_over_the_people() -> None:
    table = progress_table(["eve", "luc", "anh"], MODULES, DEPOSITS)
    first, second = table.modules
    assert (first.deposited, first.commented, first.late, first.answers, first.comments) == (2, 1, 1, 4, 2)
    assert (first.first, first.last) == (MONDAY, TUESDAY)
    assert (second.deposited, second.commented, second.questions) == (1, 0, 5)
    assert table.questions == 11


def test_a_module_that_nobody_deposited_is_shown_empty() -> None:
    (line,) = progress_table([], MODULES[:1], DEPOSITS).modules
    assert (line.deposited, line.first, line.last) == (0, None, None)


@given(st.lists(deposits, unique_by=lambda one: (one.person, one.module)))
def test_both_ways_count_the_same_whatever_the_order(found: list[Deposited]) -> None:
    table = progress_table(["eve", "luc", "anh"], MODULES, found)
    for count in ("deposited", "commented", "late", "answers", "comments"):
        by_person, by_module = ([getattr(line, count) for line in lines] for lines in (table.people, table.modules))
        assert sum(by_person) == sum(by_module)
    assert progress_table(["eve", "luc", "anh"], MODULES, found[::-1]) == table


def test_rows_hold_every_column_that_a_table_shows_and_moments_in_utc() -> None:
    table = progress_table(["eve", "anh"], MODULES, DEPOSITS)
    eve, anh = (person_row(line, line.person) for line in table.people)
    module = module_row(table.modules[0], "Co-initier")
    assert set(PERSON_COLUMNS) <= set(eve)
    assert set(MODULE_COLUMNS) <= set(module)
    assert (eve["dernier_depot_le"], anh["dernier_depot_le"]) == ("2027-03-02T09:00:00Z", "")
    assert eve["modules"]["presencing"] == {
        "depose_le": "2027-03-01T09:00:00Z",
        "retard": False,
        "reponses": 5,
        "commentaires": 0,
    }
