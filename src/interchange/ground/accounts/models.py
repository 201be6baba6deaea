"""The person, and the links by which they sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are compared without regard to letter case."""

    def create_user(self, email: str, **fields: Any) -> "Person":
        """A new person with no password: they sign in by mail, passkey or their organisation."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find by address, in any letter case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody. Names are one or two free fields in any script; nothing assumes a first and a last one."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    publication_name = models.CharField(max_length=160, blank=True, help_text="The name as it is to be printed.")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2 code of the country of residence.")
    time_zone = models.CharField(max_length=64, blank=True, help_text="IANA zone, for example Africa/Nairobi.")
    languages = models.JSONField(default=list, blank=True, help_text="ISO 639-1 codes.")
    is_active = models.BooleanField(default=True)
    is_synthetic = models.BooleanField(default=False, help_text="A made-up person of the demo world.")
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_changes_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.CheckConstraint(condition=Q(erased_at__isnull=True) | Q(is_active=False), name="erased_people_cannot_sign_in"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How the person is called: the printed name, else given and family name, else a neutral word (never the address)."""
        return self.publication_name or f"{self.given_name} {self.family_name}".strip() or f"Person {self.pk}"


class SignInLink(models.Model):
    """A link sent by mail: works once, for 24 hours. Only the hash of its secret is kept."""

    email = models.EmailField(max_length=254)
    secret_hash = models.CharField(max_length=64, unique=True)
    next_path = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["email", "made_at"], name="sign_in_link_by_address")]

    def __str__(self) -> str:
        return f"link of {self.made_at:%Y-%m-%d %H:%M}"
