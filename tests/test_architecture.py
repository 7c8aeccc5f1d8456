"""The floors of docs/architecture.md hold."""

from pathlib import Path

import pytest
from importlinter.api import read_configuration
from importlinter.cli import lint_imports

PYPROJECT = str(Path(__file__).parent.parent / "pyproject.toml")
CONTRACTS = [contract["id"] for contract in read_configuration(PYPROJECT)["contracts_options"]]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_module_stays_on_its_floor(contract: str, capsys: pytest.CaptureFixture[str]) -> None:
    # No cache: tests that run side by side would write it at the same time.
    status = lint_imports(PYPROJECT, limit_to_contracts=(contract,), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out
