"""Until when a certificate is good: browsers turn people away from one that is not, and ours says beforehand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from cryptography import x509

from parcours_u.domain.french_dates import french_date

__all__ = ["SOON_DAYS", "Validity"]

SOON_DAYS = 30
"""How long beforehand the end of a certificate is announced: an authority may take days to make another one."""

# One that never ends says the last second there is, which is no time further east.
_LAST = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Validity:
    """From when to when a certificate is good, and when that is asked; its days are told in a zone, the machine's where it is None."""

    begins: datetime
    ends: datetime
    now: datetime
    zone: tzinfo | None = None

    @classmethod
    def of(cls, certificate: Path, zone: tzinfo | None = None) -> "Validity":
        """Read a certificate's own dates: the first one of the file, which is the server's.

        Raises
        ------
        OSError, ValueError
            When it can't be read.
        """
        found, *_ = x509.load_pem_x509_certificates(certificate.read_bytes())
        ends = min(found.not_valid_after_utc, _LAST)
        return cls(found.not_valid_before_utc, ends, datetime.now(UTC), zone)

    @property
    def good(self) -> bool:
        """Whether browsers take it now."""
        return self.begins <= self.now <= self.ends

    @property
    def soon_over(self) -> bool:
        """Whether another one is to be asked for."""
        return self.good and self.ends - self.now < timedelta(days=SOON_DAYS)

    @property
    def sentence(self) -> str:
        """What is so, in French, without its full stop."""
        begins, ends, today = (one.astimezone(self.zone).date() for one in (self.begins, self.ends, self.now))
        first, last = french_date(begins.isoformat()), french_date(ends.isoformat())
        if self.now < self.begins:
            return f"Le certificat n’est valable qu’à partir du {first}"
        if self.now > self.ends:
            return f"Le certificat a expiré le {last}"
        days = (ends - today).days
        when = "aujourd’hui" if not days else "demain" if days == 1 else f"dans {days}\u00a0jours"
        return f"Le certificat expire {when}, le {last}"
