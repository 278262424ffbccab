"""Wishes that contradict one another: found where they are, as few as possible, and no private wish told."""

from itertools import combinations

import pytest
from circles_samples import best_value, every_partition, person, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from parcours_u.cohort.circles.conflict import Conflict, find_conflict, plain_conflict
from parcours_u.cohort.circles.conflict_told import conflict_sentence, not_found_sentence
from parcours_u.cohort.circles.problem import Problem, problem_for
from parcours_u.cohort.circles.rules import PairWish, hierarchy, rules_for
from parcours_u.cohort.circles.seats import Seats
from parcours_u.cohort.circles.shape import shape_for
from parcours_u.domain.circles import Rule, RuleKind
from parcours_u.domain.people import Group, GroupKind, Person
from parcours_u.server.cohort.managing import in_page_words


def with_rules(problem: Problem, rules: list[Rule]) -> Problem:
    return problem_for(problem.people, rules, set(), problem.shape)


@settings(max_examples=25)
@given(problems(least=4, most=9))
def test_a_conflict_is_found_where_there_is_one_and_giving_up_any_rule_of_it_is_enough(problem: Problem) -> None:
    possible = best_value(problem) is not None
    seated = Seats(problem).solve()
    assert (seated is not None) == possible
    conflict = find_conflict(problem)
    assert (conflict is None) == possible
    if conflict is not None:
        assert best_value(with_rules(problem, list(conflict.rules))) is None
        for given_up in conflict.rules:
            fewer = with_rules(problem, [rule for rule in conflict.rules if rule != given_up])
            if conflict.torn:  # whatever the sizes: a single circle may still be too large for what is left
                assert not getattr(plain_conflict(fewer), "torn", 0)
            else:
                assert best_value(fewer) is not None


def test_the_sentence_names_the_rules_but_never_a_private_wish() -> None:
    people = [person(at) for at in range(4)]
    rules = [Rule(RuleKind.HIERARCHY, "p000", "p001")]
    problem = problem_for(people, rules, set(), shape_for(4, 4, 5))
    by_id = {one.id: one for one in people}
    told = conflict_sentence(problem, find_conflict(problem), by_id)
    assert "le lien hiérarchique entre Prénom Nom000 et Prénom Nom001" in told
    assert "cercle de 4" in told
    private = problem_for(people, [Rule(RuleKind.NOT_WITH, "p002", "p003")], set(), shape_for(4, 4, 5))
    told = conflict_sentence(private, find_conflict(private), by_id)
    assert "les souhaits privés" in told
    assert "Nom" not in told
    assert "Nom" not in repr(private.rules)


def test_more_people_of_one_line_than_circles_is_a_conflict() -> None:
    people = [person(at, superior=at - 1) if at < 4 else person(at) for at in range(12)]
    problem = problem_for(people, hierarchy(people), set(), shape_for(12, 4, 5))
    conflict = find_conflict(problem)
    assert set(conflict.rules) == {
        Rule(RuleKind.HIERARCHY, one.id, other.id) for one, other in combinations(people[:4], 2)
    }
    told = conflict_sentence(problem, conflict, {one.id: one for one in people})
    assert "Nom000 et Prénom Nom001, Prénom Nom001 et Prénom Nom002, Prénom Nom002 et Prénom Nom003." in told
    assert "levez l’une d’elles" in told  # none is left out: a link lifted takes with it those that went through it


@pytest.mark.parametrize("number", [30, 200])
def test_a_superior_of_everybody_is_told_with_how_many_links_are_too_many(number: int) -> None:
    people = [person(0), *(person(at, superior=0) for at in range(1, number))]
    problem = problem_for(people, hierarchy(people), set(), shape_for(number, 4, 5))
    told = conflict_sentence(problem, find_conflict(problem), {one.id: one for one in people})
    assert f"Prénom Nom000 a un lien avec {number - 1} des {number - 1} autres personnes" in told
    assert "un cercle de 4 en demande 3 sans lien" in told
    assert "l’une d’elles" not in told
    assert "--tailles" not in told  # no circle of two either


def test_that_one_link_is_enough_is_said_only_where_circles_were_found_without_it() -> None:
    people = [person(at) for at in range(6)] + [person(6, superior=5), person(7, superior=6)]
    by_id = {one.id: one for one in people}
    torn = [Rule(RuleKind.TOGETHER, "p000", "p001"), Rule(RuleKind.HIERARCHY, "p000", "p001")]
    alone = problem_for(people, torn, set(), shape_for(8, 4, 4))
    assert "levez l’une d’elles" in conflict_sentence(alone, find_conflict(alone), by_id)
    beside_a_line_of_three = problem_for(people, [*torn, *hierarchy(people)], set(), shape_for(8, 4, 4))
    assert "levez-en plusieurs" in conflict_sentence(beside_a_line_of_three, Conflict(tuple(sorted(torn))), by_id)


def sentence(people: list[Person], rules: list[Rule]) -> str:
    problem = problem_for(people, rules, set(), shape_for(len(people), 4, 5))
    conflict = find_conflict(problem)
    return conflict_sentence(problem, conflict, {one.id: one for one in people}) if conflict else ""


def together(*pairs: tuple[int, int]) -> list[Rule]:
    return [Rule(RuleKind.TOGETHER, f"p{one:03}", f"p{other:03}") for one, other in pairs]


@pytest.mark.parametrize("number", [8, 130])
def test_a_pair_asked_together_that_can_t_be_is_named_and_other_sizes_are_not_advised(number: int) -> None:
    people = [person(at, superior=0 if at == 1 else -1) for at in range(number)]
    told = sentence(people, [*hierarchy(people), *together((0, 1), (2, 3))])
    assert "le lien hiérarchique entre Prénom Nom000 et Prénom Nom001 et le binôme ensemble de Prénom Nom000 et" in told
    assert told.endswith("Rien n’a été changé\u00a0: levez l’une d’elles.")
    assert "Nom002" not in told


def test_what_is_advised_is_the_same_whether_a_private_wish_tears_another_pair_or_not() -> None:
    people = [person(at, superior=0 if at == 1 else -1) for at in range(8)]
    rules = [*hierarchy(people), *together((0, 1), (2, 3))]
    assert sentence(people, [*rules, Rule(RuleKind.NOT_WITH, "p002", "p003")]) == sentence(people, rules)


def test_every_pair_that_can_t_be_together_is_counted_and_some_are_named() -> None:
    people = [person(at, superior=at - 1 if at % 2 else -1) for at in range(20)]
    told = sentence(people, [*hierarchy(people), *together(*((at, at + 1) for at in range(0, 20, 2)))])
    assert "les binômes ensemble de Prénom Nom000 et Prénom Nom001, " in told
    assert told.count(", et 4 autres") == 2
    assert told.endswith("levez-en au moins une pour chacune de ces 10 contradictions.")


def test_pairs_that_join_people_who_can_t_be_together_are_all_told() -> None:
    people = [person(at, superior=0 if at == 2 else -1) for at in range(150)]
    told = sentence(people, [*hierarchy(people), *together((0, 1), (1, 2), (2, 3))])
    assert "le lien hiérarchique entre Prénom Nom000 et Prénom Nom002" in told
    assert "les binômes ensemble de Prénom Nom000 et Prénom Nom001, Prénom Nom001 et Prénom Nom002." in told


def test_pairs_that_join_more_people_than_a_circle_can_hold_are_told_with_the_sizes() -> None:
    told = sentence([person(at) for at in range(150)], together(*((at, at + 1) for at in range(5))))
    assert "des cercles de 4 à 5 pour 150\u00a0personnes et les binômes ensemble de" in told
    assert told.endswith(", ou changez la taille des cercles avec --tailles.")


def test_a_line_of_superiors_longer_than_the_circles_is_told_at_once() -> None:
    people = [person(at, superior=at - 1 if at < 31 else -1) for at in range(121)]
    told = sentence(people, [*hierarchy(people)])
    assert "les liens hiérarchiques entre Prénom Nom000 et Prénom Nom001, " in told
    assert "levez-en assez, ou changez la taille" in told


@settings(max_examples=60)
@given(problems(least=4, most=8), st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=6))
def test_what_is_seen_without_the_solver_is_never_possible(problem: Problem, pairs: list[tuple[int, int]]) -> None:
    ids = [one.id for one in problem.people]
    joined = {tuple(sorted((ids[a % len(ids)], ids[b % len(ids)]))) for a, b in pairs}
    rules = {Rule(RuleKind.TOGETHER, one, other) for one, other in joined if one != other}
    conflict = plain_conflict(with_rules(problem, [*problem.rules, *rules]))
    if conflict is not None:
        assert not any(every_partition(with_rules(problem, list(conflict.rules))))


def test_any_one_of_several_links_is_advised_where_any_one_is_enough_and_all_are_never_asked_for() -> None:
    people = [person(0), *(person(at, superior=0) for at in range(1, 6))]
    people += [*(person(at, superior=at - 5) for at in range(6, 11)), person(11), person(12)]
    told = sentence(people, [*hierarchy(people)])
    assert "Prénom Nom000 a un lien avec 10 des 12 autres personnes" in told
    assert "levez dans votre liste l’un de ces liens\u00a0: les liens hiérarchiques entre Prénom Nom000 et" in told
    more = [person(0), *(person(at, superior=0) for at in range(1, 6))]
    assert "levez dans votre liste assez de ses liens hiérarchiques" in sentence(more, [*hierarchy(more)])


@pytest.mark.parametrize(("links", "wishes"), [(5, 4), (5, 6), (8, 1), (0, 9)])
def test_a_private_wish_is_not_counted_among_somebody_s_links(links: int, wishes: int) -> None:
    people = [person(at, superior=0 if 0 < at <= links else -1) for at in range(12)]
    private = [Rule(RuleKind.NOT_WITH, "p000", f"p{at:03}") for at in range(links + 1, links + 1 + wishes)]
    assert sentence(people, [*hierarchy(people)]) == ""
    told = sentence(people, [*hierarchy(people), *private])
    rules = f"des cercles de 4 à 5 pour 12\u00a0personnes{', les liens hiérarchiques' if links else ''} et les souhaits privés. "
    assert told.startswith(f"Ces règles ne peuvent pas tenir ensemble\u00a0: {rules}")
    assert "Nom" not in told
    assert not any(sign.isdigit() for sign in told.replace("de 4 à 5 pour 12", ""))


def test_a_private_wish_is_not_told_where_others_contradict_one_another_without_it() -> None:
    alone = [person(at, superior=0 if 0 < at < 10 else -1) for at in range(12)]
    wishes = [Rule(RuleKind.NOT_WITH, f"p{at:03}", "p011") for at in range(11)]
    told = sentence(alone, [*hierarchy(alone), *wishes])
    assert told == sentence(alone, [*hierarchy(alone)])
    assert "Prénom Nom000 a un lien avec 9 des 11 autres personnes" in told
    # What the solver alone finds without wishes is told before what is seen of them at once.
    three = [person(at, superior=0 if at in {1, 2} else -1) for at in range(8)]
    rules = [*hierarchy(three), Rule(RuleKind.APART, "p001", "p002"), *together((3, 4))]
    problem = problem_for(three, [*rules, Rule(RuleKind.NOT_WITH, "p003", "p004")], set(), shape_for(8, 4, 4))
    assert plain_conflict(problem) is not None
    assert set(find_conflict(problem).rules) == {*rules[:3]}


@settings(max_examples=80)
@given(st.integers(1, 10), st.integers(2, 5), st.integers(0, 2), st.integers(0, 5))
def test_pairs_are_said_to_leave_no_way_exactly_where_there_is_none(
    number: int, low: int, more: int, pairs: int
) -> None:
    people = [person(at) for at in range(number)]
    joined = together(*((2 * at, 2 * at + 1) for at in range(min(pairs, number // 2))))
    problem = problem_for(people, joined, set(), shape_for(number, low, low + more))
    conflict = plain_conflict(problem)
    assert (conflict is None) == any(every_partition(problem))
    if conflict is not None:
        for given_up in conflict.rules:
            assert any(every_partition(with_rules(problem, [one for one in conflict.rules if one != given_up])))


@pytest.mark.parametrize(("number", "sizes"), [(26, "4-6"), (30, "4-6"), (34, "4-6"), (302, "4-6")])
def test_too_many_pairs_for_the_sizes_are_counted_and_sizes_that_would_do_are_told(number: int, sizes: str) -> None:
    told = sentence([person(at) for at in range(number)], together(*((at, at + 1) for at in range(0, number, 2))))
    assert told.startswith(
        f"Avec {number // 2}\u00a0binômes qui restent ensemble, {number}\u00a0personnes ne se partagent pas en cercles de 4 à 5"
    )
    assert "un cercle de 5 demande une personne sans binôme, il en faudrait au moins 2 et il n’y en a pas" in told
    assert f"changez la taille des cercles avec --tailles ({sizes} par exemple), ou laissez les binômes aller" in told


def test_what_is_advised_is_in_the_words_of_the_page_where_there_is_no_command() -> None:
    told = in_page_words(
        sentence([person(at) for at in range(30)], together(*((at, at + 1) for at in range(0, 30, 2))))
    )
    assert "--" not in told
    assert told.endswith(
        "changez la taille des cercles sous «\u00a0Taille des cercles et binômes\u00a0» (4-6 par exemple), "
        "ou laissez les binômes aller comme cela vient."
    )


def test_what_is_told_of_private_wishes_is_the_same_whatever_they_contradict() -> None:
    people = [person(at, superior=0 if at == 1 else -1) for at in range(8)]
    rules = [*hierarchy(people), *together((2, 3), (4, 5))]
    tears = sentence(people, [*rules, Rule(RuleKind.NOT_WITH, "p002", "p003")])
    isolates = sentence(people, [*rules, *(Rule(RuleKind.NOT_WITH, "p006", f"p{at:03}") for at in range(6))])
    assert tears == isolates
    assert tears.endswith(
        "Rien n’a été changé\u00a0: changez la taille des cercles avec --tailles, laissez les binômes aller comme cela vient, "
        "avec --binomes libres, ou demandez à tout le groupe si un souhait peut se lever\u202f; seule la personne qui l’a fait en décide."
    )
    assert "--" not in in_page_words(tears)


def test_where_nothing_is_proven_the_rules_are_counted_and_what_would_make_circles_possible_is_told() -> None:
    people = [person(0), *(person(at, superior=0) for at in range(1, 6)), *(person(at) for at in range(6, 12))]
    rules = [*hierarchy(people), *together((6, 7), (8, 9)), Rule(RuleKind.NOT_WITH, "p010", "p011")]
    told = not_found_sentence(problem_for(people, rules, set(), shape_for(12, 4, 5)))
    assert "avec 5 liens hiérarchiques, 2 binômes à garder ensemble et les souhaits privés\u202f;" in told
    assert "sans les liens hiérarchiques, les souhaits privés mis à part, il y en a" in told
    assert "Nom" not in told


def test_hierarchy_goes_up_the_whole_line_and_stops_where_a_list_goes_round() -> None:
    line = [person(0, superior=2), person(1, superior=0), person(2, superior=1), person(3, superior=1)]
    links = {(rule.first, rule.second) for rule in hierarchy(line)}
    assert ("p000", "p003") in links
    assert all(first != second for first, second in links)


def test_pairs_are_together_or_apart_only_when_asked_and_wishes_hold_both_ways() -> None:
    pair = Group("g", GroupKind.PAIR, "A et B", ("p001", "p000"))
    two = [person(0), person(1)]
    assert rules_for(two, [pair], PairWish.EITHER, {}) == []
    assert rules_for(two, [pair], PairWish.TOGETHER, {}) == [Rule(RuleKind.TOGETHER, "p000", "p001")]
    assert rules_for(two, [pair], PairWish.APART, {}) == [Rule(RuleKind.APART, "p000", "p001")]
    wishes = rules_for(two, [], PairWish.EITHER, {"p001": ["p000"], "p000": ["p001", "p000"]})
    assert wishes == [Rule(RuleKind.NOT_WITH, "p000", "p001")]
