"""The two colour tables of the design, and the sizes that go with them.

This is the only module of the client that may contain a colour literal. It knows no Qt: the tables can be
read by a contrast test or a document without a display.
"""

from typing import Literal

import msgspec


class Tokens(msgspec.Struct, frozen=True):
    """One scheme. Every field is `#RRGGBB`, but `shadow` and `scrim`, which are `#AARRGGBB`."""

    canvas: str
    surface: str
    sunken: str
    hover: str
    checked: str
    sel: str
    line: str
    line2: str
    field: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accent2: str
    soft: str
    on: str
    rail: str
    railsel: str
    railtext: str
    railon: str
    blue: str
    blueb: str
    green: str
    greenb: str
    amber: str
    amberb: str
    amberl: str
    red: str
    redb: str
    redsolid: str
    onred: str
    grey: str
    greyb: str
    shadow: str
    scrim: str
    dark: bool


Token = Literal[
    "canvas",
    "surface",
    "sunken",
    "hover",
    "checked",
    "sel",
    "line",
    "line2",
    "field",
    "text",
    "text2",
    "text3",
    "disabled",
    "accent",
    "accent2",
    "soft",
    "on",
    "rail",
    "railsel",
    "railtext",
    "railon",
    "blue",
    "blueb",
    "green",
    "greenb",
    "amber",
    "amberb",
    "amberl",
    "red",
    "redb",
    "redsolid",
    "onred",
    "grey",
    "greyb",
    "shadow",
    "scrim",
]

LIGHT = Tokens(
    canvas="#EDF1F3",
    surface="#FFFFFF",
    sunken="#F5F7F9",
    hover="#F1F5F7",
    checked="#F1F8F9",
    sel="#E0F0F2",
    line="#DCE3E8",
    line2="#C2CCD4",
    field="#7A8792",
    text="#15202A",
    text2="#465461",
    text3="#5F6C79",
    disabled="#7F8B96",
    accent="#0B6470",
    accent2="#084E58",
    soft="#DDEFF1",
    on="#FFFFFF",
    rail="#10262D",
    railsel="#1E414A",
    railtext="#A9BEC4",
    railon="#FFFFFF",
    blue="#1B55A5",
    blueb="#E4EDFA",
    green="#1C6A36",
    greenb="#E1F2E6",
    amber="#855000",
    amberb="#FFF0D2",
    amberl="#E0A84A",
    red="#B0241C",
    redb="#FCE7E5",
    redsolid="#B0241C",
    onred="#FFFFFF",
    grey="#4F5C68",
    greyb="#E9EDF0",
    shadow="#33101C24",
    scrim="#66101C24",
    dark=False,
)

DARK = Tokens(
    canvas="#0D1215",
    surface="#151B20",
    sunken="#1A2127",
    hover="#1C242A",
    checked="#172429",
    sel="#16353A",
    line="#28323A",
    line2="#3B4751",
    field="#6F7D89",
    text="#E4EAEE",
    text2="#AFBBC5",
    text3="#8E9BA6",
    disabled="#67737D",
    accent="#5FC1CC",
    accent2="#86D3DB",
    soft="#163439",
    on="#04262B",
    rail="#090D10",
    railsel="#17343B",
    railtext="#8FA3AA",
    railon="#FFFFFF",
    blue="#92BBF6",
    blueb="#1A2C46",
    green="#7FCB93",
    greenb="#173220",
    amber="#F0BA62",
    amberb="#372A12",
    amberl="#8F6A26",
    red="#F69B94",
    redb="#43201E",
    redsolid="#C93A32",
    onred="#FFFFFF",
    grey="#AFBBC5",
    greyb="#28323A",
    shadow="#99000000",
    scrim="#99000000",
    dark=True,
)


class Sizes(msgspec.Struct, frozen=True):
    """Heights and widths in device-independent pixels (4-px grid)."""

    row: int = 32
    row_compact: int = 28
    row_roomy: int = 40
    header: int = 32
    agent_row: int = 40
    chip: int = 28
    field: int = 32
    main_button: int = 36
    login_field: int = 40
    pill: int = 22
    cti_bar: int = 52
    tabs: int = 40
    search_bar: int = 44
    banner: int = 40
    status_line: int = 28
    rail: int = 64
    panel: int = 308
    panel_wide: int = 480
    overlay_below: int = 1320
    radius_check: int = 4
    radius: int = 6
    radius_card: int = 8
    radius_dialog: int = 12


SIZES = Sizes()

# The pairs the design promises, as (ink, ground, least ratio). `disabled` is exempt by WCAG but kept at 3.
CONTRAST: tuple[tuple[Token, Token, float], ...] = (
    ("text", "surface", 7.0),
    ("text", "sel", 4.5),
    ("text", "sunken", 4.5),
    ("text", "canvas", 4.5),
    ("text2", "surface", 4.5),
    ("text2", "sel", 4.5),
    ("text2", "greyb", 4.5),
    ("text3", "surface", 4.5),
    ("text3", "sunken", 4.5),
    ("text3", "greyb", 4.5),
    ("accent", "surface", 4.5),
    ("accent", "soft", 4.5),
    ("accent", "sel", 4.5),
    ("on", "accent", 4.5),
    ("on", "accent2", 4.5),
    ("blue", "blueb", 4.5),
    ("green", "greenb", 4.5),
    ("amber", "amberb", 4.5),
    ("red", "redb", 4.5),
    ("red", "surface", 4.5),
    ("grey", "greyb", 4.5),
    ("onred", "redsolid", 4.5),
    ("railtext", "rail", 4.5),
    ("railon", "railsel", 4.5),
    ("field", "surface", 3.0),
    ("disabled", "surface", 3.0),
)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2) of `#RRGGBB`."""
    channels = []
    for start in (1, 3, 5):
        part = int(colour[start : start + 2], 16) / 255
        channels.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    """Contrast ratio (WCAG 2) of two `#RRGGBB` colours, 1 to 21."""
    first, second = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (first + 0.05) / (second + 0.05)
