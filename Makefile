# make run starts it, make test tests it. Needs git, make and Python 3.11 or later.

PORT ?= 8000
PYTEST = .venv/bin/pytest
# A half each, so that what the tests of a file share is made once; who is done first helps the other.
TWO = -n 2 --dist worksteal

.PHONY: help install run test check browser bench lock clean

help:
	@echo 'make run      set up and serve on http://localhost:$(PORT)/ with demo data (PORT=8080 for another)'
	@echo 'make test     set up, check and test everything'
	@echo 'make check    only what takes seconds: style, types, settings, migrations'
	@echo 'make bench    measure speed, as ratios (benchmarks/README.md); a few minutes'
	@echo 'make install  only .venv/, with the locked packages'
	@echo 'make lock     choose new versions within requirements*.in'
	@echo 'make clean    remove what make has made; not var/, where the data is'

install: .venv/.installed

# The stamp is written last: an interrupted install is begun anew.
.venv/.installed: requirements-dev.txt requirements-files.txt scripts/published_files.py
	@python=$$(scripts/find-python) && echo "Setting up .venv/ with $$python: a minute or two" && \
		"$$python" -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@.venv/bin/python scripts/published_files.py
	@touch $@

run: install
	@scripts/system-packages weasyprint
	@PORT=$(PORT) exec .venv/bin/python scripts/serve.py

# So that DATABASE_URL is all one needs to test on another database.
test check browser: export SECRET_KEY ?= only-for-the-tests-and-nothing-that-anybody-stores

test: install check
	@scripts/system-packages weasyprint
	$(PYTEST) $(TWO)
	@$(MAKE) --no-print-directory browser

check: install
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/python manage.py check
	.venv/bin/python manage.py makemigrations --check --dry-run

# Three at a time: half of the time a page is waited for.
# Without Chromium the tests are left out, in so many words; REQUIRE_BROWSER=1 makes that a failure.
browser: install
	@if scripts/system-packages chromium; then \
		CHROMIUM=$$(scripts/find-chromium) $(PYTEST) -n 3 -m browser tests/browser; \
	elif [ -n "$$REQUIRE_BROWSER" ]; then \
		exit 1; \
	else \
		echo 'The browser tests were NOT run.'; \
	fi

bench: install
	@scripts/system-packages weasyprint
	@.venv/bin/python -W ignore benchmarks/save.py
	@.venv/bin/python -W ignore benchmarks/documents.py
	@.venv/bin/python -W ignore benchmarks/lots.py 24

# uv can lock for every platform at once; only this target needs it.
lock: install
	.venv/bin/python -m pip install --quiet uv
	@for name in requirements requirements-dev; do \
		.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate --no-emit-index-url $$name.in --output-file $$name.txt || exit 1; \
	done

clean:
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
