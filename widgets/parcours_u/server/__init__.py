"""The Voilà application, as a program of its own and as a Jupyter server extension."""

from typing import Any

__all__ = [
    "_jupyter_server_extension_points",
    "_load_jupyter_server_extension",
    "_start_jupyter_server_extension",
]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "parcours_u.server"}]


def _load_jupyter_server_extension(server_app: Any) -> None:
    from parcours_u.server.extension import load

    load(server_app)


async def _start_jupyter_server_extension(server_app: Any) -> None:
    from parcours_u.server.extension import tell_kernels_where

    tell_kernels_where(server_app)
