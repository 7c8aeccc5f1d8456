"""The tests. A package, since another of that name comes with one of the installed packages."""
