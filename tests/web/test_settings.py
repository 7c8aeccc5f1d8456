"""The environment is read strictly, and without one everything is kept in one folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVER = {
    "HTTPS": "True",
    "ALLOWED_HOSTS": "krav.sjovalla.example",
    "DATABASE_URL": "postgres://kravbyggaren@database/kravbyggaren",
    "SECRET_KEY": "en lång hemlighet som ingen gissar: 1234567890 åäö ABCDEFGHIJ klmnopqrst",
}


def manage(*arguments: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | {"VAR_DIR": str(var)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_an_environment_data_and_secret_are_kept_in_one_folder(tmp_path: Path) -> None:
    made = manage("migrate", "--verbosity", "0", var=tmp_path / "var")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "var" / "kravbyggaren.sqlite3").exists()
    secret = tmp_path / "var" / "secret_key"
    assert secret.stat().st_mode & 0o777 == 0o600
    before = secret.read_text()
    assert len(before) > 50
    manage("check", var=tmp_path / "var")
    assert secret.read_text() == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"DEBUG": "yes"}, "DEBUG is 'yes'; write True, False or nothing"),
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"OCDS_PREFIX": "ocds-sjovalla"}, "OCDS_PREFIX is 'ocds-sjovalla'; write one such as ocds-a1b2c3, or nothing"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start(tmp_path: Path, wrong: dict[str, str], told: str) -> None:
    refused = manage("check", var=tmp_path, **(SERVER | wrong))
    assert refused.returncode != 0
    assert told in refused.stderr
