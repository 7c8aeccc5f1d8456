"""What a colleague does to a Word file, done to its XML: the ways Word and LibreOffice write it down."""

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

BY = 'w:author="Jurist Ek" w:date="2026-11-20T09:30:00Z"'


class Word:
    """A file opened for changes."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.root: Any = parse_xml(self.parts["word/document.xml"])

    def saved(self) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            for name, part in (self.parts | {"word/document.xml": etree.tostring(self.root)}).items():
                file.writestr(name, part)
        return packed.getvalue()

    def add_comments(self) -> None:
        """A part for comments, and what tells a program that it is there."""
        kind, types = RELATIONSHIP_TYPE.COMMENTS, "[Content_Types].xml"
        self.parts["word/comments.xml"] = f"<w:comments {nsdecls('w')}></w:comments>".encode()
        relations = self.parts["word/_rels/document.xml.rels"]
        one = f'<Relationship Id="rId900" Type="{kind}" Target="comments.xml"/></Relationships>'
        self.parts["word/_rels/document.xml.rels"] = relations.replace(b"</Relationships>", one.encode())
        override = f'<Override PartName="/word/comments.xml" ContentType="{CONTENT_TYPE.WML_COMMENTS}"/></Types>'
        self.parts[types] = self.parts[types].replace(b"</Types>", override.encode())

    def note(self, clause: str) -> Any:
        """The number of the clause's footnote, None where it has none."""
        mark = next(self.control(clause).iter(qn("w:footnoteReference")), None)
        return None if mark is None else mark.get(qn("w:id"))

    def control(self, clause: str) -> Any:
        return next(
            one
            for one in self.root.iter(qn("w:sdt"))
            if (tag := one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")) is not None
            and tag.get(qn("w:val")).split()[0] == clause
        )

    def paragraph(self, clause: str, text: str) -> Any:
        """The paragraph of the clause with this text."""
        return next(p for p in self.control(clause).iter(qn("w:p")) if flat(p) == text)


def flat(paragraph: Any) -> str:
    return " ".join("".join(t.text or "" for t in paragraph.iter(qn("w:t"))).split())


def rewritten(paragraph: Any, runs: str) -> None:
    """The paragraph with other runs, and the properties it had."""
    for child in list(paragraph):
        if child.tag != qn("w:pPr"):
            paragraph.remove(child)
    paragraph.extend(parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))


def run(text: str, kind: str = "t") -> str:
    return f'<w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


Edit = Callable[[Word, str, str], None]


def one_word(word: Word, clause: str, text: str) -> None:
    first, *rest = text.split()
    rewritten(word.paragraph(clause, text), run(escaped(" ".join([first, "alltid", *rest]))))


def runs_parted(word: Word, clause: str, text: str) -> None:
    """As Word does by itself, where a spelling was looked at or a file was saved twice."""
    marks = '<w:proofErr w:type="spellStart"/>'.join(run(escaped(letter)) for letter in text)
    rewritten(word.paragraph(clause, text), marks)


def word_put_in(word: Word, clause: str, text: str) -> None:
    first, *rest = text.split()
    new = f'<w:ins w:id="9001" {BY}>{run("alltid ")}</w:ins>'
    rewritten(word.paragraph(clause, text), run(escaped(first) + " ") + new + run(escaped(" ".join(rest))))


def word_struck_out(word: Word, clause: str, text: str) -> None:
    first, *rest = text.split()
    gone = f'<w:del w:id="9002" {BY}>{run(escaped(first) + " ", "delText")}</w:del>'
    rewritten(word.paragraph(clause, text), gone + run(escaped(" ".join(rest))))


def parted(word: Word, clause: str, text: str) -> None:
    paragraph = word.paragraph(clause, text)
    words = text.split()
    after = deepcopy(paragraph)
    rewritten(paragraph, run(escaped(" ".join(words[: len(words) // 2]))))
    rewritten(after, run(escaped(" ".join(words[len(words) // 2 :]))))
    paragraph.addnext(after)


def footnote_rewritten(word: Word, clause: str, text: str) -> None:
    """Another section of law, where the clause has a footnote."""
    notes = parse_xml(word.parts["word/footnotes.xml"])
    for note in notes:
        if note.get(qn("w:id")) == word.note(clause):
            rewritten(note[0], run("Stöd: RF 1 kap. 9 §."))
    word.parts["word/footnotes.xml"] = etree.tostring(notes)


def footnote_removed(word: Word, clause: str, text: str) -> None:
    for mark in list(word.control(clause).iter(qn("w:footnoteReference"))):
        mark.getparent().remove(mark)


def removed(word: Word, clause: str, text: str) -> None:
    control = word.control(clause)
    control.getparent().remove(control)


def all_struck_out(word: Word, clause: str, text: str) -> None:
    """Word keeps the control, and the text in it as struck out."""
    for one in list(word.control(clause).iter(qn("w:r"))):
        for shown in one.findall(qn("w:t")):
            shown.tag = qn("w:delText")
        wrapped = parse_xml(f"<w:del {nsdecls('w')} w:id='9003' {BY}/>")
        one.addprevious(wrapped)
        wrapped.append(one)


def moved(word: Word, clause: str, text: str) -> None:
    """To the end of what it stands in: the document, or the table."""
    control = word.control(clause)
    home = control.getparent()
    home.remove(control)
    last = home[-1]
    last.addprevious(control) if last.tag == qn("w:sectPr") else home.append(control)


def control_lost(word: Word, clause: str, text: str) -> None:
    """The text stays, and the bookmark in it."""
    control = word.control(clause)
    for child in list(control.find(qn("w:sdtContent"))):
        control.addprevious(child)
    control.getparent().remove(control)


def left_its_control(word: Word, clause: str, text: str) -> None:
    """As in LibreOffice where somebody cuts a clause out and pastes it: the control stays behind without its tag."""
    control = word.control(clause)
    properties, content = control
    properties.remove(properties.find(qn("w:tag")))
    if content[0].tag == qn("w:p"):
        shell = parse_xml(f"<w:p {nsdecls('w')}/>")
        for child in reversed(list(content)):
            control.addnext(child)
        content.append(shell)


def remarked(word: Word, clause: str, text: str) -> None:
    paragraph = word.paragraph(clause, text)
    if "word/comments.xml" not in word.parts:
        word.add_comments()
    listed = word.parts["word/comments.xml"]
    number = listed.count(b"<w:comment ") + 1
    start, end, at = (
        parse_xml(f"<w:{name} {nsdecls('w')} w:id='{number}'/>")
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
    )
    holder = parse_xml(f"<w:r {nsdecls('w')}/>")
    holder.append(at)
    paragraph.insert(1, start)
    paragraph.extend([end, holder])
    said = f"<w:p>{run('Är det här proportionerligt?')}</w:p><w:p>{run('Hör med IT.')}</w:p>"
    one = f'<w:comment w:id="{number}" {BY} w:initials="JE">{said}</w:comment></w:comments>'
    word.parts["word/comments.xml"] = listed.replace(b"</w:comments>", one.encode())
