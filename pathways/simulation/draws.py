"""Names to random numbers: each draw depends on what it is for, never on what was drawn before.

A draw is one block of Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
Its key comes from (seed, replication, stream of arrivals), its counter from (referral, visit, purpose), where the
purpose names a state and what is drawn there. So adding a state, or running referrals in another order, changes no
other draw. Names become numbers by BLAKE2b, once each.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Final

BITS: Final = 53
_M0: Final = 0xD2511F53
_M1: Final = 0xCD9E8D57
_W0: Final = 0x9E3779B9
_W1: Final = 0xBB67AE85
_MASK: Final = 0xFFFFFFFF
RoundKeys = tuple[tuple[int, int], ...]


def round_keys(key: tuple[int, int]) -> RoundKeys:
    """The ten keys that a 64-bit key becomes, one for each round."""
    return tuple(((key[0] + n * _W0) & _MASK, (key[1] + n * _W1) & _MASK) for n in range(10))


def philox(counter: tuple[int, int, int, int], keys: RoundKeys) -> tuple[int, int, int, int]:
    """One block of Philox4x32-10: four 32-bit words from a 128-bit counter and the round keys of a 64-bit key."""
    c0, c1, c2, c3 = counter
    for k0, k1 in keys:
        low = _M0 * c0
        high = _M1 * c2
        c0, c1, c2, c3 = (high >> 32) ^ c1 ^ k0, high & _MASK, (low >> 32) ^ c3 ^ k1, low & _MASK
    return c0, c1, c2, c3


@lru_cache(maxsize=100_000)
def number_of(*names: str | int) -> int:
    """A 64-bit number for a sequence of names, the same everywhere and always."""
    # The length before each name keeps ("ab", "c") and ("a", "bc") apart.
    text = "".join(f"{len(str(name))}:{name}" for name in names)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def stream_key(seed: int, replication: int, stream: str) -> RoundKeys:
    """The key of all draws for one stream of arrivals in one replication."""
    number = number_of("stream", seed, replication, stream)
    return round_keys((number & _MASK, number >> 32))


def purpose_words(*names: str) -> tuple[int, int]:
    """The half of a counter that says what a draw is for, from names such as a state and "service"."""
    number = number_of("purpose", *names)
    return number & _MASK, number >> 32


def draw(key: RoundKeys, referral: int, visit: int, purpose: tuple[int, int]) -> int:
    """A whole number from 0 to 2**53 - 1, each as likely as any other.

    Parameters
    ----------
    key
        From `stream_key`.
    referral, visit
        Running numbers below 2**32: of the referral in its stream, of its visit to the state.
    purpose
        From `purpose_words`.
    """
    word0, word1, _, _ = philox((referral, visit, purpose[0], purpose[1]), key)
    return (word0 << 21) | (word1 >> 11)
