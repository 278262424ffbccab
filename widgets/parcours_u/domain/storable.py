"""What of what people type can be kept: asked before anything in clear enters the store."""

__all__ = ["storable"]


def storable(text: str) -> bool:
    """Tell whether every store can keep a text: no half of a surrogate pair, which UTF-8 cannot hold; no NUL, which PostgreSQL refuses."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
