"""The end of a terminal: a window that is closed, an SSH line that drops."""

import signal

__all__ = ["end_on_hangup"]


def end_on_hangup() -> None:
    """Have SIGHUP do what SIGTERM does now; not under ``nohup``, which asks to go on. Windows has no such signal."""
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN:
        signal.signal(hangup, signal.getsignal(signal.SIGTERM))
