"""What a newcomer meets first holds together: the locked packages, the scripts, the papers of the repo."""

import os
import re
import secrets
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

import procurement

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements", "requirements-dev")
SHELL_SCRIPTS = [ROOT / ".ci" / "run", *sorted(path for path in (ROOT / "scripts").iterdir() if not path.suffix)]


def names(text: str) -> set[str]:
    """The packages a requirements file names, spelt as the registry compares them."""
    found = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", text, flags=re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_wanted_package_is_locked(lock: str) -> None:
    assert names(read(f"{lock}.in")) <= names(read(f"{lock}.txt"))


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-files"])
def test_every_locked_package_has_a_hash_and_no_address(lock: str) -> None:
    text = read(f"{lock}.txt")
    for package in re.split(r"\n(?=\S)", text.strip()):
        assert re.search(r"==\S+", package), package
        assert "--hash=sha256:" in package, package
    assert "://" not in text


def test_the_tests_run_with_the_versions_that_are_used() -> None:
    version = re.compile(r"^(\S+==\S+)", flags=re.MULTILINE)
    assert set(version.findall(read("requirements.txt"))) <= set(version.findall(read("requirements-dev.txt")))


def test_every_dependency_says_what_it_spares_us() -> None:
    explained = names("\n".join(re.findall(r"^### (.+)$", read("docs/decisions/dependencies.md"), flags=re.MULTILINE)))
    # The first two are in ocds.md: what they spare us is the schema that another package checks by.
    files = names(read("requirements-files.txt")) - {"ocdskit", "ocdsextensionregistry"}
    assert names(read("requirements.in")) | names(read("requirements-dev.in")) | files == explained


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_every_shell_script_is_whole_and_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)


def test_every_link_between_the_papers_leads_somewhere() -> None:
    papers = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("LICENSES/*.md")]
    broken = [
        f"{paper.relative_to(ROOT)}: {target}"
        for paper in papers
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", paper.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (paper.parent / target).exists()
    ]
    assert broken == []


def test_the_decisions_are_all_in_their_index() -> None:
    index = read("docs/decisions/README.md")
    pages = {page.name for page in (ROOT / "docs" / "decisions").glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in index} == set()


def test_publiccode_says_what_the_standard_asks_for() -> None:
    """The mandatory keys of publiccode.yml 0.4 and their limits."""
    told = yaml.safe_load(read("publiccode.yml"))
    assert {
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    } <= set(told)
    assert told["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert told["softwareType"] == "standalone/web"
    assert date.fromisoformat(told["releaseDate"])
    assert told["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert isinstance(told["localisation"]["localisationReady"], bool)
    for text in told["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]


def test_version_and_licence_are_the_same_everywhere() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    told = yaml.safe_load(read("publiccode.yml"))
    assert told["softwareVersion"] == project["version"] == procurement.__version__
    assert told["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert f"## {project['version']}" in read("CHANGELOG.md")


def test_the_containers_set_only_what_the_settings_read() -> None:
    services = yaml.safe_load(read("docker-compose.yml"))["services"]
    settings = read("procurement/settings.py")
    given = set(services["web"]["environment"]) - {"PGPASSFILE"}  # read by PostgreSQL's own library
    assert {name for name in given if f'"{name.removesuffix("_FILE")}"' not in settings} == set()
    assert services["web"]["environment"] == services["worker"]["environment"] == services["migrate"]["environment"]


def test_no_container_of_ours_runs_as_root_but_the_one_that_makes_the_secrets() -> None:
    services = yaml.safe_load(read("docker-compose.yml"))["services"]
    assert [name for name, service in services.items() if service.get("user") == "root"] == ["secrets"]
    assert re.search(r"^USER kravbyggaren$", read("Dockerfile"), flags=re.MULTILINE)


def test_the_containers_are_set_up_for_operation(tmp_path: Path) -> None:
    """`manage.py check --deploy` has nothing to say about docker-compose.yml as it is behind https."""
    secret = tmp_path / "secret_key"
    secret.write_text(secrets.token_urlsafe(48))
    environment = yaml.safe_load(read("docker-compose.yml"))["services"]["web"]["environment"] | {
        "SECRET_KEY_FILE": str(secret),
        "HTTPS": "True",
        "ALLOWED_HOSTS": "krav.kommun.example",
        "CSRF_TRUSTED_ORIGINS": "https://krav.kommun.example",
        "OCDS_PREFIX": "ocds-a1b2c3",
        "PATH": os.environ["PATH"],
    }
    check = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert check.returncode == 0, check.stderr
