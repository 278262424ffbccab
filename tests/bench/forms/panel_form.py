"""A module's questions as a form in Panel: ``panel serve panel_form.py --args form.json``."""

import json
import sys
from pathlib import Path

import panel

panel.extension()
form = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
fields = [panel.widgets.TextAreaInput(name=question) for question in form["questions"]]


def count(*texts: str) -> str:
    """Return the sentence that counts what is written."""
    return f"{form['counted']}{sum(map(len, texts))}"


written = panel.bind(count, *(field.param.value for field in fields))
panel.Column(f"# {form['title']}", form["opening"], *fields, panel.pane.Str(written)).servable(title=form["title"])
