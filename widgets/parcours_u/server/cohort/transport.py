"""How a cohort's server is reached: on which address, encrypted by whom, under which name."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from parcours_u.domain.system_words import refusal_of
from parcours_u.server.cohort.certificate import Validity
from parcours_u.server.cohort.reach import is_public_address, unfit

__all__ = ["Transport", "TransportRefused", "own_address"]


class TransportRefused(Exception):
    """The server can't be reached that way, or should not; one French sentence, and nothing was started."""


@dataclass(frozen=True)
class Transport:
    """How the server is reached.

    Attributes
    ----------
    address : str
        What it listens on.
    certificate, key : pathlib.Path or None
        What it encrypts with itself.
    proxied : bool
        Whether a proxy encrypts, and tells by ``X-Forwarded-Proto`` and ``X-Forwarded-For`` who asks and how.
    proxy : str
        The proxy's address, or its network's, when it is not on this machine: nobody else's word is taken.
    unencrypted : bool
        Whether somebody said that nothing needs to be encrypted.
    public : str
        The address that people are given, if it was said.
    zone : datetime.tzinfo or None
        Where the cohort's dates are told; None for the machine's own.
    """

    address: str = "127.0.0.1"
    certificate: Path | None = None
    key: Path | None = None
    proxied: bool = False
    unencrypted: bool = False
    public: str = ""
    proxy: str = ""
    zone: tzinfo | None = None

    def __post_init__(self) -> None:
        if self.certificate is not None and self.proxied:
            raise TransportRefused(
                "Le chiffrement se fait ici ou au mandataire, pas aux deux\u00a0: rien n’a été démarré, "
                "gardez --certificat ou --derriere-un-mandataire."
            )
        if self.proxied and not (self.loopback or self.proxy):
            raise TransportRefused(
                "Derrière un mandataire, le reste du réseau ne doit pas atteindre le parcours sans lui : rien n’a été démarré, "
                "écoutez 127.0.0.1, ou dites avec --mandataire l’adresse d’où il vient."
            )
        if self.proxy and not (self.proxied and _network(self.proxy)):
            raise TransportRefused(
                "--mandataire donne l’adresse d’un mandataire, comme 192.0.2.10 ou 172.17.0.0/16, et va avec "
                "--derriere-un-mandataire : rien n’a été démarré, corrigez cette ligne."
            )
        if self.key is not None and self.certificate is None:
            raise TransportRefused(
                "Une clé est donnée sans son certificat\u00a0: rien n’a été démarré, ajoutez --certificat."
            )
        if not (self.loopback or self.secure or self.unencrypted):
            raise TransportRefused(
                "Au-delà de cet ordinateur, ce que les gens écrivent se chiffre en chemin\u00a0: rien n’a été démarré, ajoutez "
                "--certificat, ou --derriere-un-mandataire, ou dites --sans-chiffrement si le réseau n’est qu’à vous."
            )
        scheme = "https" if self.secure else "http"
        if self.public and not is_public_address(self.public, {scheme}):
            raise TransportRefused(unfit(self.public, "rien n’a été démarré", scheme))

    @property
    def secure(self) -> bool:
        """Whether people's browsers speak HTTPS."""
        return self.certificate is not None or self.proxied

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.address == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.address).is_loopback
        except ValueError:
            return False

    def believes(self, address: str) -> bool:
        """Tell whether a line from an address is the proxy's, whose word is taken for who asks, and how."""
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        network = _network(self.proxy)
        return self.proxied and (found.is_loopback if network is None else found in network)

    @property
    def exposed(self) -> bool:
        """Whether words travel in clear beyond this machine: every page says so, and browsers keep none of them."""
        return not (self.secure or self.loopback)

    @property
    def base_url(self) -> str:
        """The path under which everything is served: the public address's."""
        path = urlsplit(self.public).path.strip("/")
        return f"/{path}/" if path else "/"

    def context(self) -> ssl.SSLContext | None:
        """Return what the server encrypts with, None when it doesn't itself.

        Raises
        ------
        TransportRefused
            When the certificate or its key can't be used, or the certificate is out of date: browsers that have met this server
            before would let nobody past their warning.
        """
        if self.certificate is None:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key, password=_no_password)
        except (OSError, ssl.SSLError, ValueError) as error:
            raise TransportRefused(
                f"Le certificat «\u00a0{self.certificate}\u00a0» ne peut pas servir ({_reason(error)})\u00a0: rien n’a été "
                "démarré, vérifiez --certificat et --cle (PEM, la clé sans mot de passe)."
            ) from error
        if self.validity is not None and not self.validity.good:
            raise TransportRefused(
                f"{self.validity.sentence}, et les navigateurs n’entreraient plus\u00a0: rien n’a été démarré, donnez-en un autre "
                "avec --certificat, ou vérifiez l’horloge de cet ordinateur."
            )
        return context

    @cached_property
    def validity(self) -> Validity | None:
        """From when to when the certificate is good; None without one, or where only OpenSSL can read it."""
        try:
            return Validity.of(self.certificate, self.zone) if self.certificate is not None else None
        except (OSError, ValueError):
            return None

    @property
    def warning(self) -> str:
        """What is to be done about the certificate soon, in a French sentence; nothing most of the time."""
        if self.validity is None or not self.validity.soon_over:
            return ""
        return f"{self.validity.sentence}\u00a0: après, plus personne n’entrera. Demandez-en un autre, puis relancez le parcours."

    def public_address(self, port: int) -> str:
        """Return the address that people are given, guessed when it was not said; it ends with a slash."""
        if self.public:
            return f"{self.public.rstrip('/')}/"
        anywhere = self.address in {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not bound
        host = own_address() if anywhere else self.address
        if self.proxied:
            return f"https://{socket.gethostname()}/"
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.secure else 'http'}://{shown}:{port}/"


def _network(address: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(address, strict=False)
    except ValueError:
        return None


def own_address() -> str:
    """Return this machine's address on its network, as far as it can tell; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of documentation: only the route to it is looked up
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _no_password() -> str:
    raise ValueError("la clé demande un mot de passe")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "certificat et clé illisibles, ou qui ne vont pas ensemble"
    return refusal_of(error) if isinstance(error, OSError) else str(error)
