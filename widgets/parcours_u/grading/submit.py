"""JupyterLab's own submit button, made to send what the page's button sends. Imports nbgrader.

nbgrader would copy the learner's whole folder, private drafts and hidden files included. Configured in place of its
``ExchangeSubmit`` (``c.ExchangeFactory.submit``, see ``config.configure_learner``), this class sends nothing of that
folder: it asks the course that is open, which alone may read the journal, to deposit the answers that were shared.
"""

from nbgrader.exchange.default import ExchangeSubmit

from parcours_u.grading.errors import GradingError
from parcours_u.grading.running import deposit_shared_answers

__all__ = ["SharedAnswersSubmit"]


class SharedAnswersSubmit(ExchangeSubmit):
    """Deposit the shared answers of the journal, never the files of a folder."""

    def init_src(self) -> None:
        """Need no folder: nothing is read from one."""

    def copy_files(self) -> None:
        """Ask the open course for the deposit; fail with its own sentence."""
        try:
            deposit_shared_answers(self.coursedir.assignment_id)
        except GradingError as error:
            self.fail(str(error))
        self.log.info("Submitted the shared answers of %s", self.coursedir.assignment_id)
