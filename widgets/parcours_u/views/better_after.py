"""A word before what is better lived after another module, for who has written nothing there yet. It never blocks."""

from html import escape

from IPython.display import HTML, display

from parcours_u.client import Client
from parcours_u.domain.progress import State
from parcours_u.views.front_end import style

__all__ = ["show_better_after"]

_WORDS = (
    '<p class="pu-mieux-apres" role="note">Vous n’avez encore rien écrit dans {link}. Si vous revenez du terrain, allez-y. '
    "Sinon, ces questions vous diront davantage ensuite\u202f; rien ne vous empêche de les lire, ni de commencer.</p>"
)


def show_better_after(client: Client, module_id: str) -> None:
    """Show the word when the learner has begun nothing of a module; nothing otherwise, and nothing without a server.

    Parameters
    ----------
    client : Client
        Whose progress is read: counts and states, never a text.
    module_id : str
        The earlier module.

    Raises
    ------
    KeyError
        When the course has no such module.
    parcours_u.client.Unavailable
        When the journal does not answer.
    """
    title = client.course.part(module_id).title
    if client.read_only:
        return
    state = next(one.state for one in client.progress() if one.module == module_id)
    if state is State.NOT_BEGUN:
        link = f'<a href="{escape(client.page_url(module_id))}">«\u00a0{escape(title)}\u00a0»</a>'
        display(HTML(f"<style>{style('better_after')}</style>{_WORDS.format(link=link)}"))
