"""What is shared: the current version to the readers chosen, as long as they are, with short replies and numbered news."""

import pytest
from gathered import COHORT, Gathered, circle

from parcours_u.domain.audience import Reader
from parcours_u.domain.journal import Revision
from parcours_u.domain.people import GroupKind
from parcours_u.domain.rooms import Room
from parcours_u.domain.sharing import LONGEST_REPLY, NewsKind, NotAllowed, ReplyError

PROMPT = "une-question"


def readers_of(cohort: Gathered) -> set[str]:
    everybody = ("ada", "bo", "cy", "di", "trainer", "host", "visitor", "nobody")
    return {one for one in everybody if one != "ada" and cohort.texts(one)}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ((), set()),
        ((Reader.TRAINER,), set()),
        ((Reader.COMMONS,), set()),
        ((Reader.PAIR,), {"bo"}),
        ((Reader.CIRCLE,), {"bo", "cy"}),
        ((Reader.PAIR, Reader.CIRCLE, Reader.TRAINER), {"bo", "cy"}),
        ((Reader.COHORT,), {"bo", "cy", "di", "trainer"}),
    ],
)
def test_an_entry_is_read_by_those_it_was_opened_to(
    cohort: Gathered, audience: tuple[Reader, ...], readers: set[str]
) -> None:
    cohort.shares("ada", PROMPT, "pour vous", *audience)
    assert readers_of(cohort) == readers


def test_the_readers_may_be_chosen_before_the_first_word(cohort: Gathered) -> None:
    cohort.journal("ada").set_audience(PROMPT, frozenset({Reader.CIRCLE}))
    assert cohort.texts("cy") == []
    cohort.writes("ada", PROMPT, "enfin")
    assert cohort.texts("cy") == ["enfin"]


def test_what_is_shared_follows_each_version_and_shows_no_earlier_one(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "première idée", Reader.CIRCLE)
    cohort.writes("ada", PROMPT, "autre idée")
    assert cohort.texts("bo") == ["autre idée"]
    assert cohort.space("bo").look().entries[0].revision == cohort.journal("ada").entries()[PROMPT].revision


def test_a_version_kept_aside_is_not_shown(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "la mienne", Reader.CIRCLE)
    cohort.writes("ada", PROMPT, "la suite, toute autre")
    cohort.journal("ada").save(PROMPT, {"text": "d’un autre onglet"}, 1)
    assert cohort.texts("bo") == ["la suite, toute autre"]


def test_narrowing_closes_the_entry_to_those_left_out_only(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "à deux", Reader.PAIR, Reader.CIRCLE)
    cohort.journal("ada").set_audience(PROMPT, frozenset({Reader.PAIR}))
    assert (cohort.texts("bo"), cohort.texts("cy")) == (["à deux"], [])


def test_once_taken_back_no_word_of_it_is_left_in_what_is_shared(cohort: Gathered) -> None:
    secret = "un mot que personne ne devra retrouver"
    cohort.shares("ada", PROMPT, secret, Reader.CIRCLE)
    cohort.space("bo").reply(circle("c1"), "ada", PROMPT, "une réponse que personne ne devra retrouver")
    # The journal's own version stands for a sealed one: without it, nothing of the words is left anywhere on the disk.
    with cohort.database.writing() as connection:
        connection.exec_driver_sql("UPDATE revision SET body = '{}'")
    cohort.journal("ada").set_audience(PROMPT, frozenset())
    bytes_on_disk = b"".join(path.read_bytes() for path in cohort.database.files())
    assert secret.encode() not in bytes_on_disk
    assert b"une r\xc3\xa9ponse que" not in bytes_on_disk


def test_what_an_import_brings_is_opened_to_nobody_more(cohort: Gathered) -> None:
    journal = cohort.journal("ada")
    journal.replace_history(
        PROMPT, [Revision(1, "2026-03-03T08:00:00Z", {"text": "d’ailleurs"})], frozenset({Reader.CIRCLE})
    )
    assert readers_of(cohort) == set()
    cohort.shares("ada", "autre", "d’ici", Reader.CIRCLE)
    journal.replace_history(
        "autre", [Revision(9, "2026-03-03T08:00:00Z", {"text": "fusionné"})], frozenset({Reader.CIRCLE})
    )
    assert cohort.texts("bo") == ["fusionné"]


def test_a_circle_formed_anew_does_not_read_what_was_told_to_the_former_one(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "entre nous", Reader.CIRCLE)
    cohort.ends("c1")
    cohort.group("c3", GroupKind.CIRCLE, "ada", "bo", "di")
    assert readers_of(cohort) == set()
    look = cohort.space("ada").look()
    assert (look.entries, look.own) == ((), {PROMPT: (circle("c1"),)})
    cohort.journal("ada").set_audience(PROMPT, frozenset({Reader.CIRCLE}))
    assert readers_of(cohort) == {"bo", "di"}


def test_a_new_version_is_not_told_to_the_circle_that_one_has_left(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "entre nous", Reader.CIRCLE)
    cohort.leaves("ada", "c1")
    cohort.writes("ada", PROMPT, "entre nous, et plus encore")
    cohort.joins("ada", "c1")
    assert readers_of(cohort) == set()


def test_whoever_leaves_the_cohort_reads_nobody_and_is_read_by_nobody(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "à tout le groupe", Reader.COHORT)
    cohort.shares("bo", PROMPT, "moi aussi", Reader.COHORT)
    cohort.departs("bo")
    assert (cohort.texts("bo"), cohort.texts("cy")) == ([], ["à tout le groupe"])


def test_erasing_a_journal_takes_back_what_was_shared_and_what_was_replied(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "à vous", Reader.CIRCLE)
    cohort.shares("bo", PROMPT, "à toi", Reader.CIRCLE)
    cohort.space("ada").reply(circle("c1"), "bo", PROMPT, "merci Bo")
    cohort.journal("ada").erase()
    [entry] = cohort.space("cy").look().entries
    assert (entry.owner, entry.replies) == ("bo", ())
    assert b"merci Bo" not in b"".join(path.read_bytes() for path in cohort.database.files())


def test_a_reply_is_read_in_its_room_and_not_by_those_to_whom_the_entry_is_opened_later(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "à nous deux", Reader.PAIR)
    cohort.space("bo").reply(Room(Reader.PAIR, "p1"), "ada", PROMPT, "entre nous")
    cohort.journal("ada").set_audience(PROMPT, frozenset({Reader.PAIR, Reader.CIRCLE}))
    seen = {str(entry.room): [reply.text for reply in entry.replies] for entry in cohort.space("ada").look().entries}
    assert seen == {"pair:p1": ["entre nous"], "circle:c1": []}
    assert [entry.replies for entry in cohort.space("cy").look().entries] == [()]


@pytest.mark.parametrize("who", ["di", "trainer", "host", "visitor", "nobody"])
def test_nobody_replies_to_what_they_cannot_read(cohort: Gathered, who: str) -> None:
    cohort.shares("ada", PROMPT, "au cercle", Reader.CIRCLE)
    with pytest.raises(NotAllowed):
        cohort.space(who).reply(circle("c1"), "ada", PROMPT, "bonjour")
    with pytest.raises(NotAllowed):
        cohort.space("bo").reply(circle("c1"), "ada", "autre-question", "bonjour")
    assert cohort.space("ada").look().entries[0].replies == ()


def test_a_reply_is_taken_back_by_its_author_only(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "au cercle", Reader.CIRCLE)
    reply = cohort.space("bo").reply(circle("c1"), "ada", PROMPT, "  bravo \n")
    assert (reply.name, reply.text) == ("Bo", "bravo")
    for other in ("ada", "cy", "di"):
        with pytest.raises(NotAllowed):
            cohort.space(other).take_back_reply(reply.id)
    cohort.space("bo").take_back_reply(reply.id)
    assert cohort.space("ada").look().entries[0].replies == ()
    with pytest.raises(NotAllowed):
        cohort.space("bo").take_back_reply(reply.id)


@pytest.mark.parametrize("text", ["", " \n\t", "x" * (LONGEST_REPLY + 1), None, 3, ["x"], "\ud800"])
def test_what_is_no_reply_is_refused_in_one_french_sentence(cohort: Gathered, text: object) -> None:
    cohort.shares("ada", PROMPT, "au cercle", Reader.CIRCLE)
    with pytest.raises(ReplyError, match=r"^Votre réponse .*\.$"):
        cohort.space("bo").reply(circle("c1"), "ada", PROMPT, text)  # type: ignore[arg-type]


def test_a_room_is_shown_with_those_who_are_in_it(cohort: Gathered) -> None:
    cohort.departs("cy")
    rooms = cohort.space("ada").look().rooms
    assert [(str(one.room), one.name, [name for _, name in one.people]) for one in rooms] == [
        ("pair:p1", "Groupe p1", ["Ada", "Bo"]),
        ("circle:c1", "Groupe c1", ["Ada", "Bo"]),
        ("cohort", "", ["Ada", "Bo", "Di", "Trainer"]),
    ]


def test_news_come_once_each_in_order_as_things_are_now(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "a", Reader.CIRCLE)
    cohort.shares("bo", PROMPT, "b", Reader.CIRCLE)
    cohort.writes("ada", PROMPT, "a encore")
    reply = cohort.space("cy").reply(circle("c1"), "bo", PROMPT, "oui")
    news = cohort.space("cy").since(circle("c1"), 0, 10).news
    assert news is not None
    assert [(one.number, one.kind, one.owner) for one in news] == [
        (2, NewsKind.ENTRY, "bo"),
        (3, NewsKind.ENTRY, "ada"),
        (4, NewsKind.REPLY, "bo"),
    ]
    assert news[1].entry is not None
    assert news[1].entry.body == {"text": "a encore"}
    assert news[2].reply == reply
    assert cohort.space("cy").since(circle("c1"), 4, 10).news == ()


def test_news_of_what_was_taken_back_hold_no_word(cohort: Gathered) -> None:
    cohort.shares("ada", PROMPT, "a", Reader.CIRCLE)
    reply = cohort.space("cy").reply(circle("c1"), "ada", PROMPT, "oui")
    cohort.space("cy").take_back_reply(reply.id)
    cohort.journal("ada").set_audience(PROMPT, frozenset())
    news = cohort.space("bo").since(circle("c1"), 0, 10).news
    assert news is not None
    assert [(one.kind, one.entry, one.reply) for one in news] == [(NewsKind.GONE, None, None)]


def test_whoever_was_away_too_long_is_told_to_read_all_again(cohort: Gathered) -> None:
    for rank in range(4):
        cohort.shares("ada", f"question-{rank}", "a", Reader.COHORT)
    away = cohort.space("di").since(COHORT, 0, 3)
    assert (away.number, away.news) == (4, None)
    assert len(cohort.space("di").since(COHORT, 1, 3).news or ()) == 3


def test_a_room_tells_who_is_in_it_so_that_a_page_knows_when_others_are(cohort: Gathered) -> None:
    assert cohort.space("ada").since(circle("c1"), 0, 3).people == {"ada", "bo", "cy"}
    cohort.leaves("cy", "c1")
    assert cohort.space("ada").since(circle("c1"), 0, 3).people == {"ada", "bo"}


@pytest.mark.parametrize("who", ["di", "trainer", "host", "visitor", "nobody"])
def test_the_news_of_a_room_are_for_those_who_are_in_it(cohort: Gathered, who: str) -> None:
    cohort.shares("ada", PROMPT, "a", Reader.CIRCLE)
    with pytest.raises(NotAllowed):
        cohort.space(who).since(circle("c1"), 0, 10)


def test_a_failed_save_tells_nobody_anything(cohort: Gathered) -> None:
    heard: list[frozenset[str]] = []
    cohort.shares("ada", PROMPT, "a", Reader.CIRCLE)
    cohort.database.on_news = heard.append
    with pytest.raises(NotAllowed):
        cohort.space("di").reply(circle("c1"), "ada", PROMPT, "non")
    assert heard == []
    cohort.writes("ada", PROMPT, "b")
    assert heard == [frozenset({"circle:c1"})]
