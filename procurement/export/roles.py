"""What the styles are called in which Word and OpenDocument write a paragraph of each role, and words of each kind."""

ROLES = {
    "body": "BodyText",
    "lead": "Lead",
    "note": "Note",
    "source": "Source",
    "law": "Source",
    "label": "Label",
}
# The same within a table.
TABLE_ROLES = {
    "body": "TableText",
    "lead": "TableText",
    "note": "TableNote",
    "source": "TableNote",
    "law": "TableNote",
    "label": "TableLabel",
}
STYLES = {"plain": "", "strong": "Strong", "emphasis": "Emphasis", "code": "Code"}
