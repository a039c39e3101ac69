"""Who may do what: the one table, which the tests walk role by role and route by route."""

from enum import StrEnum

from gis.viewer import Role, Viewer

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
    ADMINISTER = "kelola"  # accounts, tokens, erasure


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
    """Whether this viewer's role is granted it."""
    return viewer.role in GRANTED[permission]
