# One image for both processes: the site (the command below) and the worker (manage.py db_worker).

FROM python:3.13-slim-bookworm AS packages
COPY requirements.txt .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim-bookworm
# What WeasyPrint needs to set text.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent kravbyggaren
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/kravbyggaren
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    COLLECTED_STATIC=True \
    VAR_DIR=/var/lib/kravbyggaren
# The secret is for this step alone. The files belong to root: the program reads them and cannot change them.
RUN python -m compileall -q procurement \
    && SECRET_KEY=for-collectstatic python manage.py collectstatic --noinput --verbosity 0 \
    && install --directory --owner=kravbyggaren /var/lib/kravbyggaren/cache
USER kravbyggaren
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "scripts/is_healthy.py"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
