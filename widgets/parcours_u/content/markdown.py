"""Texts from templates: what is kept as data, told in prose."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

__all__ = ["environment", "render"]


def environment() -> Environment:
    """Return a new environment for the templates of this package."""
    return Environment(
        loader=PackageLoader("parcours_u.content"),
        autoescape=select_autoescape(["html.j2"]),  # by the name's ending: nothing is escaped in Markdown
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> str:
    """Return what a template makes of some values, without blank lines around it."""
    return _ENVIRONMENT.get_template(f"{template}.md.j2").render(values).strip()


_ENVIRONMENT = environment()
