"""A module that was opened with a date before there was a cohort: whoever adds the first participant on the page is told of it."""

import subprocess
import sys
from pathlib import Path

from parcours_u.domain.people import Role
from people_here import running_cohort

MODULE = "co-initier"


def test_the_first_participant_added_makes_it_everybody_s_date_and_the_page_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "groupe"
    given = ("module", "diffuser", MODULE, "--pour-le", "2031-03-15", "--dossier", str(folder))
    subprocess.run([Path(sys.executable).with_name("parcours-u"), *given], check=True, capture_output=True, timeout=120)
    with running_cohort(folder) as cohort:
        trainer = cohort.newcomer("Awa", Role.TRAINER)
        told = [
            trainer.ask(
                "POST", "parcours-u/cohorte/personnes/ajouter", {"role": "participant", "first_name": name}
            ).json
            for name in ("Ana", "Bea")
        ]
        (assigned,) = trainer.get("parcours-u/cohorte/attributions").json["attributions"]
    assert [len(one["sentences"]) for one in told] == [2, 1]
    assert told[0]["sentences"][1] == (
        f"Déjà diffusé avec une date, qui devient celle de toute la cohorte\u00a0: {MODULE}. "
        "La partie «\u00a0Attribuer un module\u00a0» la change."
    )
    assert (assigned["module"], assigned["pour_le"][:10]) == (MODULE, "2031-03-15")
