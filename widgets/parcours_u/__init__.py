"""A Jupyter learning journey inspired by Theory U, for French local public service."""

__all__ = ["__version__"]
__version__ = "0.1.0"
