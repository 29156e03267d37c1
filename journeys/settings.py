"""Every setting, read once from the environment (FARLED_*); docs/configuration.md describes each."""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from journeys.errors import JourneyError
from workflows.calendar import Period

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class BadSettings(JourneyError):
    """Settings that cannot be used. Says which, never their values."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Inställningen {', '.join(names)} går inte att använda. Se docs/configuration.md.")
        self.names = names


def positive(period: Period) -> Period:
    """A time to keep something for. Raises ValueError."""
    if period.amount < 1:
        raise ValueError(f"”{period.text}” är ingen tid att spara något. Skriv till exempel ”5 years”.")
    return period


class Settings(BaseSettings):
    """One typed object. Folders that are not named lie in the user's data folder."""

    model_config = SettingsConfigDict(env_prefix="FARLED_", frozen=True, extra="ignore")

    database: str | None = Field(default=None, description="Databasens URL. Utan den: en SQLite-fil i datamappen.")
    data: Path = Field(
        default_factory=lambda: user_data_path("farled", appauthor=False),
        description="Datamappen: databas, utkorg, rapporter och nyckel när inget annat sägs.",
    )
    key_file: Path | None = Field(
        default=None,
        description="Filen med nyckeln som förseglar loggen och personuppgifterna. Utan den: bredvid databasen.",
    )
    programmes: str | None = Field(
        default=None, description="Mappar med insatsfiler, åtskilda som i PATH; ordet builtin är de medföljande."
    )
    outbox: Path | None = Field(default=None, description="Mappen där breven läggs när kanalen är folder.")
    reports: Path | None = Field(default=None, description="Mappen för nattrapporterna.")
    templates: Path | None = Field(default=None, description="En mapp med egna brevtexter, före de medföljande.")
    channel: Literal["folder", "smtp"] = Field(default="folder", description="Hur brev går ut: folder eller smtp.")
    mail_from: str = Field(default="farled@localhost.example", description="Avsändaradressen.")
    login_url: str | None = Field(default=None, description="Adressen som breven hänvisar till för inloggning.")
    smtp_host: str = Field(default="localhost", description="E-postserverns namn.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="E-postserverns port.")
    smtp_security: Literal["none", "starttls", "tls"] = Field(
        default="starttls", description="Kryptering mot e-postservern: none, starttls eller tls."
    )
    smtp_user: str | None = Field(default=None, description="Namnet att logga in på e-postservern med.")
    smtp_password: SecretStr | None = Field(default=None, description="Lösenordet till e-postservern.")
    smtp_timeout: float = Field(default=20, gt=0, le=600, description="Sekunder att vänta på e-postservern.")
    smtp_ca_file: Path | None = Field(default=None, description="Egen certifikatutfärdare för e-postservern (PEM).")
    reminders_at: time = Field(default=time(7), description="Klockslag (Stockholm) då dagens påminnelser börjar gå ut.")
    nightly_at: time = Field(default=time(2), description="Klockslag (Stockholm) för nattrapporten.")
    tick_seconds: float = Field(default=30, gt=0, le=3600, description="Sekunder mellan två tick i farled run.")
    retention: Annotated[Period, AfterValidator(positive)] | None = Field(
        default=None, description="Hur länge personuppgifter sparas efter ett avslutat ärendes sista händelse: 5 years."
    )
    log_format: Literal["json", "text"] = Field(default="json", description="Loggens form: json eller text.")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'farled.db'}"

    @property
    def outbox_folder(self) -> Path:
        return self.outbox or self.data / "outbox"

    @property
    def reports_folder(self) -> Path:
        return self.reports or self.data / "reports"


def read_settings(**given: object) -> Settings:
    """The settings from the environment; what is `given` and not None comes first. Raises BadSettings."""
    try:
        return Settings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise BadSettings([f"FARLED_{'_'.join(map(str, fault['loc'])).upper()}" for fault in error.errors()]) from None
