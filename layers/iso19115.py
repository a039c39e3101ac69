"""A dataset's metadata as ISO 19115, in the XML of ISO 19139."""

import xml.etree.ElementTree as ET
from datetime import date

from layers.metadata import PUBLISHER, Dataset

_GMD, _GCO, _GML = (
    "http://www.isotc211.org/2005/gmd",
    "http://www.isotc211.org/2005/gco",
    "http://www.opengis.net/gml",
)
_CODES = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"


def document(found: Dataset, base: str) -> bytes:
    """ISO 19115 metadata in the XML of ISO 19139."""
    for prefix, name in (("gmd", _GMD), ("gco", _GCO), ("gml", _GML)):
        ET.register_namespace(prefix, name)
    root = ET.Element(f"{{{_GMD}}}MD_Metadata")
    _text(root, "fileIdentifier", found.slug)
    _text(root, "language", "ind")
    _code(root, "characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "hierarchyLevel", "MD_ScopeCode", "dataset")
    _party(root, "contact", PUBLISHER, "pointOfContact", found.words.get("kontak"))
    _date(root, "dateStamp", found.released or date.today())
    _text(root, "metadataStandardName", "ISO 19115:2003/19139")
    system = _deep(
        root, "referenceSystemInfo", "MD_ReferenceSystem", "referenceSystemIdentifier", "RS_Identifier"
    )
    _text(system, "code", "EPSG:4326")
    _identification(root, found)
    _distribution(root, found, base)
    quality = _deep(root, "dataQualityInfo", "DQ_DataQuality")
    _code(_deep(quality, "scope", "DQ_Scope"), "level", "MD_ScopeCode", "dataset")
    lineage = "; ".join((f"Sumber: {found.source}", *found.repairs))
    _text(_deep(quality, "lineage", "LI_Lineage"), "statement", lineage)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _identification(root: ET.Element, found: Dataset) -> None:
    part = _deep(root, "identificationInfo", "MD_DataIdentification")
    citation = _deep(part, "citation", "CI_Citation")
    _text(citation, "title", found.title)
    if found.released:
        issued = _deep(citation, "date", "CI_Date")
        _date(issued, "date", found.released)
        _code(issued, "dateType", "CI_DateTypeCode", "publication")
    _text(citation, "edition", found.version)
    _text(part, "abstract", found.description or found.title)
    _party(part, "pointOfContact", found.words.get("produsen", found.source), "owner", None)
    limits = _deep(part, "resourceConstraints", "MD_LegalConstraints")
    _text(limits, "useLimitation", found.licence or f"tingkat akses: {found.access}")
    shape = "grid" if found.kind == "raster" else "vector"
    _code(part, "spatialRepresentationType", "MD_SpatialRepresentationTypeCode", shape)
    _text(part, "language", "ind")
    ET.SubElement(
        _gmd(part, "topicCategory"), f"{{{_GMD}}}MD_TopicCategoryCode"
    ).text = "geoscientificInformation"
    box = _deep(part, "extent", "EX_Extent", "geographicElement", "EX_GeographicBoundingBox")
    west, south, east, north = found.bbox
    for name, degrees in (
        ("westBoundLongitude", west),
        ("eastBoundLongitude", east),
        ("southBoundLatitude", south),
        ("northBoundLatitude", north),
    ):
        ET.SubElement(_gmd(box, name), f"{{{_GCO}}}Decimal").text = f"{degrees:.6f}"


def _distribution(root: ET.Element, found: Dataset, base: str) -> None:
    options = _deep(
        root, "distributionInfo", "MD_Distribution", "transferOptions", "MD_DigitalTransferOptions"
    )
    for each in found.distributions:
        resource = _deep(options, "onLine", "CI_OnlineResource")
        ET.SubElement(_gmd(resource, "linkage"), f"{{{_GMD}}}URL").text = f"{base}{each.path}"
        _text(resource, "protocol", each.media_type)
        _text(resource, "name", each.title)


def _gmd(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_GMD}}}{name}")


def _deep(parent: ET.Element, *names: str) -> ET.Element:
    for name in names:
        parent = _gmd(parent, name)
    return parent


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(_gmd(parent, name), f"{{{_GCO}}}CharacterString").text = text


def _date(parent: ET.Element, name: str, day: date) -> None:
    ET.SubElement(_gmd(parent, name), f"{{{_GCO}}}Date").text = day.isoformat()


def _code(parent: ET.Element, name: str, code_list: str, value: str) -> None:
    code = _gmd(_gmd(parent, name), code_list)
    code.set("codeList", f"{_CODES}#{code_list}")
    code.set("codeListValue", value)


def _party(parent: ET.Element, name: str, organisation: str, role: str, contact: str | None) -> None:
    party = _deep(parent, name, "CI_ResponsibleParty")
    _text(party, "organisationName", organisation)
    if contact:
        _text(_deep(party, "contactInfo", "CI_Contact"), "contactInstructions", contact)
    _code(party, "role", "CI_RoleCode", role)
