"""Password hashing: argon2id, never anything else."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Passwords:
    """Hashes and checks passwords with the cost given in the settings."""

    def __init__(self, memory_kib: int, passes: int) -> None:
        """Prepare argon2id; also a hash of nothing, so that unknown addresses cost as much."""
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self.of_nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the argon2id hash of a password."""
        return self._hasher.hash(password)

    def fits(self, hashed: str, password: str) -> bool:
        """Whether the password belongs to the hash."""
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, hashed: str) -> bool:
        """Whether the hash was made with another cost than the settings now ask for."""
        return self._hasher.check_needs_rehash(hashed)
