"""A module's questions as a form in Streamlit: ``streamlit run streamlit_form.py -- form.json``."""

import json
import sys
from pathlib import Path

import streamlit

form = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
streamlit.set_page_config(page_title=form["title"])
streamlit.title(form["title"])
streamlit.markdown(form["opening"])
texts = [streamlit.text_area(question) for question in form["questions"]]
streamlit.text(f"{form['counted']}{sum(map(len, texts))}")
