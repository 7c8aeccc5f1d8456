"""`make run`: brings the database up to date, sees to the demo data, and serves until Ctrl-C.

The site and the worker that makes the documents start together and end together.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
START_WITHIN = 30  # seconds


def port_from_environment() -> int:
    value = os.environ.get("PORT", "8000")
    if not (value.isdecimal() and 0 < int(value) < 65536):
        sys.exit(f"PORT is {value!r}: write a number from 1 to 65535, for example: make run PORT=8080")
    return int(value)


def refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn does, or a server that was just stopped would look like one that is running.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT={port + 1}")


def prepare() -> str:
    """Migrate and make the demo data, both in this process since starting Django takes a second. The demo's words."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "procurement.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import OperationalError

    said = io.StringIO()
    try:
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("demo", stdout=said)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are not right: {error}")
    except OperationalError as error:
        sys.exit(f"The database does not answer: {error}")
    return said.getvalue().strip()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/halsa/", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def serve(port: int, demo: str) -> int:
    """Run until one of the two ends or somebody says stop. 0 if it was somebody."""
    processes = [
        subprocess.Popen([PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"], cwd=ROOT),
        subprocess.Popen([PYTHON, "manage.py", "db_worker"], cwd=ROOT),
    ]
    try:
        deadline = time.monotonic() + START_WITHIN
        announced = False
        while all(process.poll() is None for process in processes):
            if not announced and answers(port):
                print(f"\n  Kravbyggaren: http://localhost:{port}/\n", flush=True)
                if demo:
                    print("  " + demo.replace("\n", "\n  ") + "\n", flush=True)
                print("  Ctrl-C stops it.", flush=True)
                announced = True
            if not announced and time.monotonic() > deadline:
                print(f"No answer within {START_WITHIN} seconds; see the messages above.", file=sys.stderr)
                return 1
            time.sleep(0.2)
        # Whichever ended has said why above.
        print("Stopped, since a part of it ended.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        # A second Ctrl-C must not leave one of the two behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop(processes)


def main() -> int:
    # Stopped by `kill` or a service manager: the same way out as Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    port = port_from_environment()
    refuse_if_taken(port)
    try:
        return serve(port, prepare())
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
