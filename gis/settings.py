"""Settings: environment variables `SIGAP_…`, one frozen object built once and passed down."""

from pathlib import Path

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class RemoteCredential(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """What a protected server is shown: headers and parameters of the query, by their names."""

    origin: str = Field(pattern=r"^https?://[^/\s@?#]+$")
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    query: dict[str, SecretStr] = Field(default_factory=dict)


class Settings(BaseSettings):
    """How this installation runs. Every field is the environment variable `SIGAP_<NAME>`."""

    model_config = SettingsConfigDict(
        env_prefix="SIGAP_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: str | None = Field(
        None, description="PostgreSQL address of the application role; without it an own cluster is started"
    )
    owner_database_url: str | None = Field(
        None, description="PostgreSQL address of the owner role, for `sigap migrate` only"
    )
    read_database_url: str | None = Field(None, description="PostgreSQL address of a read replica")
    listen_database_url: str | None = Field(
        None, description="PostgreSQL address for LISTEN: the primary, without a pooler"
    )
    pg_bin: Path | None = Field(None, description="folder of the PostgreSQL server's programs")
    var: Path = Field(Path("var"), description="folder of the embedded database, originals, rasters, sheets")
    master_key: SecretStr | None = Field(
        None,
        description="key of the keys of personal data: 64 hexadecimal digits, old ones after a comma; "
        "without it the embedded installation keeps its own in var/kunci-induk",
    )
    session_idle_minutes: int = Field(
        240, description="a login ends after so long without a request, in minutes", ge=5
    )
    session_hours: int = Field(24, description="a login ends after so long in any case, in hours", ge=1)
    metrics_token: SecretStr | None = Field(
        None, description="token for /metrics from elsewhere; without it only this machine may read them"
    )
    public_url: str | None = Field(
        None, description="address under which the public reaches this server; QR codes lead there"
    )
    base_path: str = Field("", description="path prefix behind a proxy, e.g. /sigap")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, description="port to listen on", ge=1, le=65535)
    trusted_proxies: tuple[str, ...] = Field(
        (), description="proxies whose X-Forwarded-* headers are believed (JSON list)"
    )
    prepared_statements: bool = Field(True, description="off behind an old PgBouncer")
    pool_size: int = Field(8, description="database connections of each pool", ge=1)
    tile_cache_mb: int = Field(
        256, description="memory of each server process for finished tiles, in MB; 0: none are kept", ge=0
    )
    statement_timeout_ms: int = Field(15_000, description="longest read of one request, in ms", ge=100)
    max_upload_mb: int = Field(64, description="largest file taken over HTTP, in MB", ge=1)
    worker: bool = Field(True, description="`sigap up` runs a worker for the queue of jobs beside the server")
    worker_jobs: int = Field(2, description="jobs that one worker does at once", ge=1, le=32)
    worker_silent_s: float = Field(
        30.0,
        description="a worker not heard of for so many seconds is gone, and its jobs are taken up by another",
        ge=1,
    )
    remote_hosts: tuple[str, ...] = Field(
        (),
        description="servers (host or host:port) from which analysts may register layers, to which one may "
        "lead on, and which may lie in a private network (JSON list)",
    )
    remote_agent: str = Field(
        "SIGAP (server kebencanaan)",
        description="what servers of remote layers are told of who asks; name an office and a contact",
        pattern=r"^[ -~]{1,200}$",
    )
    remote_delay_ms: int = Field(
        500, description="rest between two requests to a server of remote layers, in ms", ge=0, le=60_000
    )
    remote_timeout_s: float = Field(
        60.0, description="patience with a server of remote layers that is silent, in seconds", gt=0
    )
    remote_page: int = Field(1000, description="features asked for in one request", ge=1, le=50_000)
    remote_max_mb: int = Field(2000, description="largest remote layer taken, in MB", ge=1)
    remote_credentials: dict[str, RemoteCredential] = Field(
        {},
        description="what protected servers of remote layers are shown, by names of your own (JSON)",
    )
    remote_proxy: SecretStr | None = Field(
        None,
        description="http(s) address of the proxy by which servers of remote layers are asked; without it "
        "none, whatever the environment says",
    )
    silence_hours: int = Field(
        24,
        description="hours after which a source that is silent while another speaks loses its rank",
        ge=1,
        le=8760,
    )
    office: str = Field(
        "BPBD Provinsi Kepulauan Bangka Belitung",
        description="the office named in the head of printed sheets",
    )
    cutoff: str = Field(
        "07:00",
        description="time of day (WIB) at which a reporting day closes",
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
    )
    household_size: float = Field(
        3.5, description="residents of a household, to tell how many houses an area may have", gt=0
    )
    link_auto: float = Field(
        0.85, description="score from which a report is linked to an event by itself", gt=0, le=1
    )
    link_ask: float = Field(
        0.5, description="score from which an officer is asked whether a report is of an event", gt=0, le=1
    )
    basemap: Path | None = Field(None, description="the operator's own basemap, a PMTiles file")
    contact: str = Field("", description="posko contact printed on sheets")

    @property
    def files(self) -> Path:
        """Folder of the content-addressed files."""
        return self.var / "files"
