"""Word templates to try things on, written by hand as a Swedish Word writes them."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def style(id: str, name: str, inner: str = "", kind: str = "paragraph", said: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{id}"{said}><w:name w:val="{name}"/>{inner}</w:style>'


STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/><w:sz w:val="22"/><w:lang w:val="en-US"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
    '<w:latentStyles w:count="376"><w:lsdException w:name="Normal"/></w:latentStyles>'
    + style("Normal", "Normal", '<w:qFormat/><w:rPr><w:lang w:val="en-GB"/></w:rPr>', said=' w:default="1"')
    + style(
        "Rubrikbas",
        "Rubrikbas",
        '<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr><w:ind w:left="2000"/></w:pPr>'
        '<w:rPr><w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/><w:b/></w:rPr>',
    )
    + style(
        "Rubrik1",
        "heading 1",
        '<w:basedOn w:val="Rubrikbas"/><w:next w:val="Brdtext"/><w:link w:val="Rubrik1Char"/><w:uiPriority w:val="9"/>'
        '<w:qFormat/><w:rsid w:val="00A77B3E"/><w:pPr><w:keepNext/><w:framePr w:w="100"/>'
        '<w:spacing w:before="360" w:after="40"/><w:outlineLvl w:val="4"/></w:pPr>'
        '<w:rPr><w:color w:val="2F5496" w:themeColor="accent1" w:themeShade="BF"/><w:sz w:val="40"/><w:vanish/>'
        '<w14:glow xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:rad="1"/></w:rPr>',
    )
    + style("Rubrik2", "heading 2", '<w:basedOn w:val="Rubrik1"/><w:rPr><w:b w:val="0"/><w:sz w:val="28"/></w:rPr>')
    + style("Rubrik1Char", "Rubrik 1 Char", '<w:link w:val="Rubrik1"/><w:rPr><w:b/></w:rPr>', "character")
    + style(
        "Brdtext", "Body Text", '<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="99"/><w:jc w:val="both"/></w:pPr>'
    )
    + style(
        "Heading3", "Kommunens tredje", '<w:basedOn w:val="Rubrik1"/><w:rPr><w:i/></w:rPr>', said=' w:customStyle="1"'
    )
    + style(
        "Faktaruta", "Faktaruta", '<w:basedOn w:val="Heading3"/><w:pPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:pPr>'
    )
    + style("Tvilling", "Tvilling")
    + style("Tvilling", "Tvilling")
    + style("Tvilling2", "Tvilling")
    + style("Ring1", "Ring 1", '<w:basedOn w:val="Ring2"/>')
    + style("Ring2", "Ring 2", '<w:basedOn w:val="Ring1"/>')
    + style("Trasig", "Trasig", '<w:rPr><w:sz w:val="tolv"/><w:color w:val="röd"/><w:b w:val="kanske"/></w:rPr>')
    + style("Normaltabell", "Normal Table", "<w:tblPr><w:tblInd w:w='0'/></w:tblPr>", "table", ' w:default="1"')
    + style(
        "Kommuntabell",
        "Kommunens tabell",
        '<w:basedOn w:val="Normaltabell"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
        '<w:top w:val="single" w:sz="12" w:space="0" w:color="2F5496"/></w:tblBorders></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" '
        'w:fill="D9E2F3"/></w:tcPr></w:tblStylePr>',
        "table",
    )
)
THEME = (
    f'<a:theme xmlns:a="{DRAWING}" name="Kommunen"><a:themeElements><a:clrScheme name="k">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:accent1><a:srgbClr val="2F5496"/></a:accent1>'
    '</a:clrScheme><a:fontScheme name="k"><a:majorFont><a:latin typeface="Liberation Sans"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Liberation Serif"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)
SETTINGS = (
    f'<w:settings xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"><w:attachedTemplate r:id="rId1"/>'
    '<w:defaultTableStyle w:val="Kommuntabell"/></w:settings>'
)


def written(styles: str = STYLES, kind: str = KIND, **more: str | bytes) -> bytes:
    """A template; `more` are parts by their names, with "_" for "/" and without ".xml"."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body/></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{MAIN}">{styles}</w:styles>',
        "word/theme/theme1.xml": THEME,
        "word/settings.xml": SETTINGS,
        "word/_rels/settings.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/attachedTemplate" Target="https://example.com/x.dotm" '
            'TargetMode="External"/></Relationships>'
        ),
        **{f"{name.replace('_', '/')}.xml": content for name, content in more.items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()
