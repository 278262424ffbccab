"""What a learner's kernel must not load: each megabyte counts once a learner."""

import subprocess
import sys

import pytest

_HEAVY = ("pandas", "nbformat", "sqlalchemy", "yaml", "nbgrader", "voila", "tornado.web", "jsonschema")


@pytest.mark.parametrize(
    "module", ["parcours_u.views", "parcours_u.views.kinds", "parcours_u.views.practice", "parcours_u.views.answer"]
)
def test_the_widgets_import_nothing_heavy(module: str) -> None:
    probe = f"import sys, {module}; print(*[name for name in {_HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == []


def test_the_package_of_the_views_imports_no_widget_library() -> None:
    probe = "import sys, parcours_u.views; print('ipywidgets' in sys.modules, 'anywidget' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "False"]
