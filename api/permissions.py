"""Who may do what: the one table, which the tests walk role by role and route by route."""

from enum import StrEnum

from gis import codes
from gis.errors import InvalidInput
from gis.viewer import Audience, Role, Viewer

REGENCY_LEVEL = 2

_KAB, _OPS, _LEAD, _ANALYST, _OPD, _ADMIN = (
    Role.REGENCY, Role.OPERATIONS, Role.LEADERSHIP, Role.ANALYST, Role.SECTOR, Role.ADMIN
)  # fmt: skip
_OFFICERS = frozenset({_KAB, _OPS, _LEAD, _ANALYST, _OPD, _ADMIN})


class Permission(StrEnum):
    """What a route or command asks for."""

    READ_PUBLIC = "baca_publik"  # what is verified and published
    READ_REPORTS = "baca_laporan"  # drafts, findings, texts without personal data
    READ_PERSONAL = "baca_pribadi"  # originals and personal data; every reading is written down
    SUBMIT = "kirim"  # texts, sheets and tables
    SUBMIT_LAYER = "kirim_layer"  # spatial layers and rasters
    SUBMIT_FIGURES = "kirim_angka"  # figures of one's own sector
    CORRECT = "koreksi"
    VERIFY = "verifikasi"  # and reject
    LINK = "gabung"  # link, merge, unmerge
    SIGN_REGENCY = "sahkan_kabupaten"
    SIGN_PROVINCE = "sahkan_provinsi"
    SET_STATUS = "status_darurat"
    APPROVE = "setujui"
    EXPORT = "ekspor"  # redacted tables of what one may read
    EXPORT_LOSSLESS = "ekspor_utuh"  # BNPB's sheet with its free texts; written down
    ORDER_SHEET = "pesan_lembar"  # sheets with drafts on them
    ADMINISTER = "kelola"  # accounts, tokens, erasure, the audit log


GRANTED: dict[Permission, frozenset[Role]] = {
    Permission.READ_PUBLIC: _OFFICERS | {Role.PUBLIC},
    Permission.READ_REPORTS: _OFFICERS,
    Permission.READ_PERSONAL: frozenset({_KAB, _OPS}),
    Permission.SUBMIT: frozenset({_KAB, _OPS, _ADMIN}),
    Permission.SUBMIT_LAYER: frozenset({_OPS, _ANALYST, _ADMIN}),
    Permission.SUBMIT_FIGURES: frozenset({_KAB, _OPS, _OPD}),
    Permission.CORRECT: frozenset({_KAB, _OPS}),
    Permission.VERIFY: frozenset({_OPS}),
    Permission.LINK: frozenset({_OPS}),
    Permission.SIGN_REGENCY: frozenset({_KAB}),
    Permission.SIGN_PROVINCE: frozenset({_OPS, _LEAD}),
    Permission.SET_STATUS: frozenset({_OPS, _LEAD}),
    Permission.APPROVE: frozenset({_LEAD}),
    Permission.EXPORT: _OFFICERS,
    Permission.EXPORT_LOSSLESS: frozenset({_OPS}),
    Permission.ORDER_SHEET: frozenset({_KAB, _OPS, _LEAD, _ANALYST, _ADMIN}),
    Permission.ADMINISTER: frozenset({_ADMIN}),
}


def may(viewer: Viewer, permission: Permission) -> bool:
    """Whether its role is granted it and its token's scope holds it. What is public is everyone's."""
    if permission is Permission.READ_PUBLIC:
        return True
    return viewer.role in GRANTED[permission] and (viewer.scope is None or permission in viewer.scope)


def of(viewer: Viewer) -> tuple[Permission, ...]:
    """All that the viewer may, in the order of the table."""
    return tuple(permission for permission in Permission if may(viewer, permission))


def audience_of(role: Role, scope: frozenset[str] | None) -> Audience:
    """Who may read reports reads with the officers, drafts too; all others with the public."""
    probe = Viewer(name="", audience=Audience.PUBLIC, role=role, scope=scope)
    return Audience.OFFICER if may(probe, Permission.READ_REPORTS) else Audience.PUBLIC


def check_role(role: str, area: str | None, agency: str | None, sector: str | None = None) -> Role:
    """The role, or InvalidInput: unknown, or its area, agency or sector is, or it lacks what it needs."""
    try:
        known = Role(role)
    except ValueError:
        known = Role.PUBLIC
    if known is Role.PUBLIC:
        raise InvalidInput(
            "peran",
            "Peran '{role}' tidak dikenal: {known}",
            "Role '{role}' is not known: {known}",
            where="role",
            role=role[:40],
            known=", ".join(each for each in Role if each is not Role.PUBLIC),
        )
    if (known is Role.REGENCY and not area) or (area and codes.level_of(area) != REGENCY_LEVEL):
        raise InvalidInput(
            "area",
            "Peran petugas_kabupaten memerlukan kabupatennya, dengan kode bertitik: 19.03",
            "Role petugas_kabupaten needs its regency, as a dotted code: 19.03",
            where="area",
        )
    if area and area not in codes.areas():
        raise InvalidInput(
            "area",
            "Wilayah '{area}' tidak dikenal",
            "Area '{area}' is not known",
            where="area",
            area=area[:40],
        )
    if agency and not codes.agency_named(agency):
        raise InvalidInput(
            "agency",
            "Instansi '{agency}' tidak dikenal; lihat data/codes/agencies.csv",
            "Agency '{agency}' is not known; see data/codes/agencies.csv",
            where="agency",
            agency=agency[:60],
        )
    if (known is Role.SECTOR) is not bool(sector) or (sector and sector not in codes.sectors()):
        raise InvalidInput(
            "sektor",
            "Peran opd, dan hanya itu, memerlukan sektor: {known}",
            "Role opd, and no other, needs a sector: {known}",
            where="sector",
            known=", ".join(codes.sectors()),
        )
    return known
