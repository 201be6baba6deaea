"""The samples in deploy/ say what is true: commands, settings, ports and figures that exist, units and files that their readers accept."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from interchange import __version__
from interchange.config.command import COMMANDS
from interchange.config.settings import env

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
PORT = env.known["BIND"].default.rsplit(":", 1)[1]


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def composed() -> dict:
    return yaml.safe_load(read("compose.yaml"))


def test_every_setting_named_exists():
    names = {one.variable for one in env.known.values()} | {f"{one.variable}_FILE" for one in env.known.values() if one.secret}
    for file in (file for file in DEPLOY.rglob("*") if file.is_file()):
        named = set(re.findall(r"INTERCHANGE_[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= names, f"{file.name}: {sorted(named - names)}"


def test_every_command_named_exists():
    said = [
        re.search(r"^ExecStart=/opt/interchange/bin/interchange (\w+)", unit.read_text(), re.M)
        for unit in UNITS
        if unit.suffix == ".service"
    ]
    said = [found[1] for found in said]
    said += [service["command"][0] for service in composed()["services"].values() if "command" in service]
    said += re.findall(r'CMD \["(?:/opt/interchange/bin/interchange", ")?(\w+)"\]', read("Containerfile"))
    assert {"web", "worker", "prepare", "backup", "probe"} <= set(said) <= set(COMMANDS)


def test_ports_agree():
    assert f"server 127.0.0.1:{PORT};" in read("nginx.conf")
    assert f"{{$UPSTREAM:127.0.0.1:{PORT}}}" in read("Caddyfile")
    assert f"INTERCHANGE_BIND=127.0.0.1:{PORT}" in read("interchange.env")
    assert f"INTERCHANGE_BIND=0.0.0.0:{PORT}" in read("Containerfile")
    assert f"EXPOSE {PORT}" in read("Containerfile")
    assert composed()["services"]["proxy"]["environment"]["UPSTREAM"] == f"web:{PORT}"
    assert composed()["x-house"]["environment"]["INTERCHANGE_BIND"] == f"0.0.0.0:{PORT}"


def test_proxies_set_what_the_house_believes_and_let_uploads_through():
    from interchange.ground.files.purposes import PURPOSES

    largest = max(purpose.max_bytes for purpose in PURPOSES.values())
    for name in ("nginx.conf", "Caddyfile"):
        text = read(name)
        limit = re.search(r"(?:client_max_body_size|max_size) (\d+)(?:m|MB)", text)[1]
        assert int(limit) * 1_000_000 > largest, f"{name} stops files that the house takes"
        assert "X-Request-ID" in text
        assert "X-Forwarded-For" in text, "else what a visitor sends there would be believed"


def test_the_compose_file_is_valid_and_its_pieces_fit():
    from check_jsonschema.builtin_schemas import get_builtin_schema
    from jsonschema import validators

    found = composed()
    schema = get_builtin_schema("vendor.compose-spec")
    problems = list(validators.validator_for(schema)(schema).iter_errors(found))
    assert [problem.message for problem in problems] == []
    for name, service in found["services"].items():
        assert set(service.get("secrets", [])) <= set(found["secrets"]), name
        assert set(service.get("depends_on", {})) <= set(found["services"]), name
        assert set(service.get("networks", [])) <= set(found["networks"]), name
        assert {volume.partition(":")[0] for volume in service.get("volumes", []) if volume[0] != "."} <= set(found["volumes"]), name
    assert found["services"]["web"]["image"] == f"interchange:{__version__}"
    named = set(re.findall(r"deploy/secrets/([\w-]+)", (ROOT / "docs/install.md").read_text(encoding="utf-8")))
    assert named == set(found["secrets"]), "the manual says how each secret is made"


def test_the_container_is_made_by_the_steps_of_the_manual():
    manual = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    steps = [
        line.removeprefix("RUN ") for line in read("Containerfile").splitlines() if line.startswith("RUN ") and "/opt/interchange" in line
    ]
    assert len(steps) == 4
    assert [step for step in steps if step not in manual] == []
    assert "USER 10001" in read("Containerfile"), "never as root"
    image = re.search(r"postgres:(\d+)", read("compose.yaml"))[1]
    assert f"Debian 12 has {image}" in read("Containerfile"), "pg_dump must be no older than the server"


def test_alert_rules_ask_for_figures_that_exist(db):
    from interchange.desk.home import figures
    from interchange.ground.watching import meters

    meters.answered("/", "GET", 200, 0.01)
    there = figures.names()
    rules = [rule for group in yaml.safe_load(read("alerts.yaml"))["groups"] for rule in group["rules"]]
    assert len(rules) == len({rule["alert"] for rule in rules}) > 9
    for rule in rules:
        named = {re.sub(r"_(count|bucket|sum)$", "", name) for name in re.findall(r"\binterchange_\w+", rule["expr"])}
        assert named <= there, rule["alert"]
        assert rule["annotations"]["remedy"]
        assert rule["labels"]["severity"] in {"page", "ticket"}
    signs = set(re.findall(r'interchange_ready\{sign="(\w+)"', figures.text().decode()))
    assert signs == {"database", "migrations", "worker", "outbox", "schedules", "disk"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_accepts_the_units(tmp_path):
    here = str(Path(sys.executable).with_name("interchange"))
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text(encoding="utf-8").replace("/opt/interchange/bin/interchange", here))
    units = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", "--recursive-errors=no", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if str(tmp_path) in line]) == (0, [])


def test_a_command_gets_the_same_secrets_as_the_services():
    subprocess.run(["sh", "-n", DEPLOY / "house"], check=True)
    secrets = {
        one.variable for one in env.known.values() if f"{one.variable}_FILE" in (DEPLOY / "systemd/interchange-web.service").read_text()
    }
    assert set(re.findall(r"^(INTERCHANGE_\w+)=\$\(cat /etc/interchange/", read("house"), re.M)) == secrets
    services = [unit.read_text() for unit in UNITS if unit.suffix == ".service"]
    assert (
        len({tuple(line for line in text.splitlines() if "Credential" in line or line.startswith("Environment")) for text in services}) == 1
    )


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not here")
def test_nginx_accepts_its_sample(tmp_path):
    keys = ROOT / "deploy/nginx.conf"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=ten.example.org", "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    site = keys.read_text().replace("/etc/letsencrypt/live/ten.example.org", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {site} }}")
    done = subprocess.run(["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
