"""Kravbyggaren: from a civil servant's answers to procurement documents."""

# As in pyproject.toml, which does not follow along into every installation.
__version__ = "0.1.0"
