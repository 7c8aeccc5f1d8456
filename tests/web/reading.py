"""A page as its reader has it: its elements, and its words."""

from django.test import Client
from lxml import html


def tree(client: Client, address: str) -> html.HtmlElement:
    """The page at the address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
