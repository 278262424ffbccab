"""The journal, deposit and file panels, kernel side: what each question to the kernel answers."""

import pytest
from fake_client import COURSE, HOSTILE, TRAINER, FakeClient, written_journal
from IPython.display import HTML
from messages import ask, unreachable

from parcours_u.domain.deposit import EraseOutcome
from parcours_u.domain.journal import Deposit
from parcours_u.offline_client import OfflineClient
from parcours_u.views.deposit import DepositPanel, deposit_panel
from parcours_u.views.home import home_page
from parcours_u.views.journal import JournalEraser, JournalReader, erased, journal_page
from parcours_u.views.opener import FileOpener, journal_opener, return_opener


def panel(client: FakeClient, module: str = "co-initier") -> DepositPanel:
    return DepositPanel(client, module, return_opener(client, shown=False))


@pytest.mark.parametrize("make", [JournalReader, JournalEraser, panel, journal_opener, return_opener])
def test_no_word_of_the_journal_is_in_a_widget_s_state_or_in_its_name(make):
    client = written_journal()
    widget = make(client)
    assert "élue de quartier" not in str(widget.get_state()) + repr(widget)
    assert "hacked" not in str(widget.get_state()) + repr(widget)


def test_an_unknown_question_has_no_answer():
    widget = JournalReader(FakeClient())
    answers: list[object] = []
    widget.send = answers.append
    widget._handle_custom_msg({"do": "__class__", "id": "m1"}, [])
    assert answers == []


def test_the_journal_gives_every_answer_in_the_course_s_order_exactly_as_written():
    view = ask(JournalReader(written_journal()), "load")
    assert [part["title"] for part in view["parts"]] == ["Question de départ", "Co-initier", "Co-percevoir"]
    assert [entry["part"] for entry in view["entries"]] == [
        "question-de-depart",
        "co-initier",
        "co-initier",
        "co-percevoir",
    ]
    hostile = view["entries"][1]
    assert hostile["texts"] == [["", HOSTILE]]
    assert hostile["href"] == "/voila/render/course/source/co-initier/co-initier.ipynb#invite-co-initier-texte"
    assert (hostile["scale_label"], hostile["audience"]) == ("Moi", "moi, mon formateur ou ma formatrice")
    assert hostile["saved_at"] == "2027-03-03T13:03:00Z"
    assert view["entries"][2]["texts"] == [["1", "une élue de quartier"], ["2", "une aide à domicile"]]


def test_the_journal_shows_comments_beside_the_answer_even_when_it_was_emptied_since():
    client = FakeClient()
    client.write("co-initier-texte", {"text": "  "}, comments=["Merci."])
    client.write("co-initier-liste", {"items": []})
    (entry,) = ask(JournalReader(client), "load")["entries"]
    assert entry["texts"] == []
    assert entry["comments"] == [{"text": "Merci.", "at": "2027-03-05T09:30:00Z", "about": "ancienne réponse"}]


def test_answers_to_an_exercise_are_in_the_journal_too():
    client = FakeClient()
    client.write("clinique-de-cas-texte", {"text": "à retenir"})
    assert [part["title"] for part in ask(JournalReader(client), "load")["parts"]] == ["Clinique de cas (exercice)"]


def test_the_journal_is_taken_away_in_three_forms():
    view = ask(JournalReader(written_journal(base_url="/b/")), "load")
    assert [item["href"] for item in view["files"]] == [
        f"/b/parcours-u/carnet.{form}" for form in ("docx", "html", "json")
    ]


@pytest.mark.parametrize(("host", "address"), [("local", ""), ("binder", "/parcours-u/carnet.json")])
def test_the_journal_must_be_taken_away_only_where_it_is_kept_elsewhere(host, address):
    assert ask(JournalReader(written_journal(host=host)), "load")["take_away"] == address


def test_a_journal_that_does_not_answer_says_so_in_its_own_words():
    client = written_journal()
    client.failure = "Le serveur ne répond pas."
    assert ask(JournalReader(client), "load") == {"failed": "Le serveur ne répond pas."}


def test_erasing_needs_the_box_to_be_ticked():
    client = written_journal()
    assert ask(JournalEraser(client), "erase", confirmed="oui")["erased"] is False
    assert "erase" not in client.calls


def test_erasing_is_told_and_the_journal_is_shown_again():
    client, shown = written_journal(), []
    answer = ask(JournalEraser(client, lambda: shown.append(True)), "erase", confirmed=True)
    assert answer["erased"] is True
    assert answer["text"].startswith("4\u00a0réponses sont effacées")
    assert (client.kept, shown) == ({}, [True])


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (EraseOutcome(0, True), "Il n’y avait rien à effacer. Vérification faite"),
        (EraseOutcome(1, True), "Une réponse est effacée, avec toutes ses versions. Vérification faite"),
        (EraseOutcome(3, False), "mais il peut en rester des traces"),
    ],
)
def test_what_an_erasure_did_is_told_as_it_is(done, words):
    assert words in erased(done)


def test_the_preview_is_what_the_trainer_would_read_and_the_rest_is_questions_only():
    seen = ask(panel(written_journal()), "preview")["preview"]
    assert seen["leaving"] == [{"question": "Que remarquez-vous (co-initier)\u202f?", "text": HOSTILE}]
    assert seen["staying"] == ["Avec qui en parler\u202f?"]
    assert seen["recipient"] == "la personne à qui vous enverrez le fichier, et elle seule"
    assert "élue de quartier" not in str(seen)


@pytest.mark.parametrize(
    ("way", "sender", "asked"),
    [("zip", "", True), ("zip", "BCDF-HJK23", True), ("exchange", "", True), ("exchange", "alix", False)],
)
def test_a_code_is_asked_for_by_file_or_when_nobody_is_known(way, sender, asked):
    seen = ask(panel(written_journal(way=way, sender=sender)), "preview")["preview"]
    assert (seen["ask_code"], seen["sender"]) == (asked, sender)


def test_a_deposit_by_file_gives_the_file_to_download():
    client = written_journal()
    widget = panel(client)
    ask(widget, "preview")
    answer = ask(widget, "deposit", code=" BCDF-HJK23 ")
    assert answer["done"] == {"at": "2027-03-04T10:00:00Z", "way": "zip", "file": "/parcours-u/depots/d1.zip"}
    assert [deposit["signed"] for deposit in answer["deposits"]] == [
        "par fichier, sous le nom «\u00a0BCDF-HJK23\u00a0»"
    ]


def test_a_deposit_by_the_exchange_gives_no_file():
    widget = panel(written_journal(way="exchange", sender="alix"))
    ask(widget, "preview")
    assert ask(widget, "deposit")["done"]["file"] == ""


def test_nothing_leaves_that_was_not_seen_first():
    client = written_journal()
    answer = ask(panel(client), "deposit", code="BCDF-HJK23")
    assert answer["changed"] is True
    assert "deposit" not in client.calls


def test_an_answer_changed_since_it_was_seen_is_shown_again_before_it_leaves():
    client = written_journal()
    widget = panel(client)
    ask(widget, "preview")
    client.write("co-initier-texte", {"text": "tout autre chose"}, *TRAINER)
    answer = ask(widget, "deposit", code="BCDF-HJK23")
    assert answer["changed"] is True
    assert answer["preview"]["leaving"][0]["text"] == "tout autre chose"
    assert "deposit" not in client.calls
    assert "done" in ask(widget, "deposit", code="BCDF-HJK23")


def test_a_wrong_code_is_told_and_what_was_seen_can_still_leave():
    client = written_journal()
    widget = panel(client)
    ask(widget, "preview")
    assert ask(widget, "deposit", code="non")["failed"].startswith("Ce code comporte une faute de frappe")
    assert "done" in ask(widget, "deposit", code="BCDF-HJK23")


def test_past_deposits_and_requests_for_removal_are_told_with_their_questions():
    widget = panel(written_journal(), "co-percevoir")
    (told,) = ask(widget, "load")["deposits"]
    assert told["questions"] == told["withdrawn"] == ["Comment écoute-t-on\u202f?"]
    assert ask(widget, "preview")["preview"]["again"] is True


@pytest.mark.parametrize(("way", "shown"), [("zip", True), ("exchange", False)])
def test_returns_are_opened_from_a_file_only_where_deposits_are_files(way, shown):
    client = written_journal(way=way, sender="alix")
    opener = return_opener(client, shown=False)
    ask(DepositPanel(client, "co-initier", opener), "load")
    assert opener.shown is shown


def test_the_page_s_answers_learn_of_a_deposit():
    client, told = written_journal(), []
    widget = DepositPanel(client, "co-initier", return_opener(client), lambda: told.append(True))
    ask(widget, "preview")
    ask(widget, "deposit", code="BCDF-HJK23")
    assert told == [True]


def test_comments_that_come_back_are_shown_and_the_answers_that_have_new_ones_named():
    client = written_journal()
    widget = DepositPanel(client, "co-initier", return_opener(client), lambda: ["co-initier-liste"])
    assert ask(widget, "returned") == {
        "commented": [{"prompt": "co-initier-liste", "question": "Avec qui en parler\u202f?"}]
    }


def test_a_page_hears_of_returns_where_several_people_learn_together():
    client = written_journal(base_url="/b/")
    assert ask(panel(client), "load")["hears"] is None
    client.together, client.returns = True, 7
    assert ask(panel(client), "load")["hears"] == {"base": "/b/", "after": 7}


def test_a_deposit_that_was_made_is_told_even_when_the_page_cannot_be_shown_again():
    widget = DepositPanel((client := written_journal()), "co-initier", return_opener(client), unreachable)
    ask(widget, "preview")
    answer = ask(widget, "deposit", code="BCDF-HJK23")
    assert answer["done"]["file"]
    assert answer["reload"] is True


@pytest.fixture
def shown(monkeypatch):
    """Collect what a page displays."""
    found: list[object] = []
    for module in ("home", "journal", "deposit"):
        monkeypatch.setattr(f"parcours_u.views.{module}.display", found.append)
    return found


@pytest.mark.parametrize("draw", [home_page, journal_page, lambda client: deposit_panel(client, "co-initier")])
def test_without_a_server_a_page_draws_itself_and_has_no_button(draw, shown):
    draw(OfflineClient(COURSE))
    (drawn,) = shown
    assert isinstance(drawn, HTML)
    assert "<button" not in drawn.data
    assert "<input" not in drawn.data


@pytest.mark.parametrize(
    ("draw", "panels"),
    [
        (lambda: home_page(written_journal()), [HTML]),
        (lambda: home_page(written_journal(host="binder")), [HTML, FileOpener]),
        (lambda: journal_page(written_journal()), [JournalReader, FileOpener, FileOpener, JournalEraser]),
        (lambda: deposit_panel(written_journal(), "co-initier"), [DepositPanel, FileOpener]),
    ],
)
def test_each_page_shows_its_panels_in_order(draw, panels, shown):
    draw()
    assert len(shown) == len(panels)
    assert all(isinstance(item, panel) for item, panel in zip(shown, panels, strict=True))


def test_in_a_cohort_a_deposit_is_told_to_leave_under_one_s_name_whatever_its_code():
    client = written_journal(way="exchange", sender="4KRP-JPTMP")
    client.part = {"name": "Aïcha Delaunay"}
    client.made.append(Deposit("d0", "co-initier", "2027-03-01T10:00:00Z", "zip", "AUTRE", ()))
    widget = panel(client)
    assert ask(widget, "preview")["preview"]["signed"] == "à votre nom, Aïcha Delaunay"
    done = ask(widget, "deposit")
    told = {deposit["signed"] for deposit in done["deposits"]}
    assert told == {"à votre nom, Aïcha Delaunay", "par fichier, sous le nom «\u00a0AUTRE\u00a0»"}
