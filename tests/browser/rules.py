"""What axe looks for on every page: level AAA for contrast too, since the look promises 7:1."""

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is right is not asked for: saying it takes longer than finding it.
    "resultTypes": ["violations"],
}
