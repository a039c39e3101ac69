"""A small reader of Mapbox Vector Tiles 2.1, after its specification: tests read real bytes."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely

EXTENT = 4096


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its properties, and its geometry in tile units (y down)."""

    id: int | None
    properties: dict[str, Any]
    geometry: shapely.Geometry


def decode(tile: bytes) -> dict[str, list[Feature]]:
    """Layers of a tile by name."""
    found = {}
    for number, value in _fields(tile):
        assert number == 3
        name, features = _layer(value)
        assert name not in found
        found[name] = features
    return found


def _layer(data: bytes) -> tuple[str, list[Feature]]:
    name, features, keys, values = "", [], [], []
    for number, value in _fields(data):
        match number:
            case 1:
                name = value.decode()
            case 2:
                features.append(value)
            case 3:
                keys.append(value.decode())
            case 4:
                values.append(_value(value))
            case 5:
                assert value == EXTENT
            case 15:
                assert value == 2
    return name, [_feature(feature, keys, values) for feature in features]


def _feature(data: bytes, keys: list[str], values: list[Any]) -> Feature:
    parts = dict(_fields(data))
    tags = list(_varints(parts.get(2, b"")))
    properties = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(parts.get(1), properties, _geometry(parts[3], list(_varints(parts[4]))))


def _value(data: bytes) -> Any:
    ((number, value),) = _fields(data)
    match number:
        case 1:
            return value.decode()
        case 2:
            return struct.unpack("<f", value)[0]
        case 3:
            return struct.unpack("<d", value)[0]
        case 6:
            return _signed(value)
        case 7:
            return bool(value)
    return value


def _geometry(kind: int, commands: list[int]) -> shapely.Geometry:
    paths = _paths(commands)
    if kind == 1:
        return shapely.multipoints([point for path in paths for point in path])
    if kind == 2:
        return shapely.multilinestrings([shapely.linestrings(path) for path in paths])
    polygons: list[list[Any]] = []
    for path in paths:
        ring = shapely.linearrings(path)
        # y goes down in a tile, so outer rings, clockwise on the screen, are counter-clockwise here.
        if shapely.is_ccw(ring):
            polygons.append([ring])
        else:
            polygons[-1].append(ring)
    return shapely.multipolygons([shapely.polygons(rings[0], rings[1:] or None) for rings in polygons])


def _paths(commands: list[int]) -> list[list[tuple[int, int]]]:
    paths: list[list[tuple[int, int]]] = []
    x = y = at = 0
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == 7:
            continue
        for _ in range(count):
            x += _signed(commands[at])
            y += _signed(commands[at + 1])
            at += 2
            if command == 1:
                paths.append([])
            paths[-1].append((x, y))
    return paths


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    value: Any
    while at < len(data):
        key, at = _varint(data, at)
        match key & 7:
            case 0:
                value, at = _varint(data, at)
            case 1:
                value, at = data[at : at + 8], at + 8
            case 2:
                size, at = _varint(data, at)
                value, at = data[at : at + size], at + size
            case 5:
                value, at = data[at : at + 4], at + 4
            case other:
                raise ValueError(f"wire type {other}")
        yield key >> 3, value


def _varints(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
