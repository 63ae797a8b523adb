"""The concepts the model learns, and which drawings of the icon packages show them.

A concept is an emoji of the groups that pictograms draw well. Drawings are found by exact name:
emoji packages use the Unicode names; general icon packages use short English names with style
suffixes ("cat-fill", "food-apple-outline"), which are stripped before the comparison.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path

TRAINED_GROUPS = frozenset({"animals-nature", "food-drink", "travel-places", "activities", "objects"})
_DROPPED_SUBGROUPS = frozenset(
    "keycap alphanum gender zodiac av-symbol punctuation math family skin-tone hair-style "
    "country-flag subdivision-flag".split()
)

# What general icon packages call a concept, where it is not the emoji's name.
ICON_NAMES: dict[str, tuple[str, ...]] = {
    "airplane": ("plane", "aeroplane", "aircraft"),
    "automobile": ("car", "car side", "car profile", "sedan", "car front"),
    "bicycle": ("bike",),
    "birthday cake": ("cake", "cake variant", "cake candle"),
    "books": ("bookshelf",),
    "bouquet": ("flower bouquet",),
    "camera": ("photo camera",),
    "chicken": ("chicken", "rooster"),
    "chopsticks": ("chopsticks",),
    "clinking beer mugs": ("beers",),
    "beer mug": ("beer", "beer stein"),
    "cooked rice": ("rice bowl", "rice"),
    "cooking": ("fried egg", "egg fried", "frying pan", "pan"),
    "cow": ("cattle", "cow"),
    "dog": ("dog side", "dog"),
    "delivery truck": ("truck", "lorry", "delivery truck"),
    "deciduous tree": ("tree", "tree outline"),
    "evergreen tree": ("pine tree", "tree evergreen"),
    "fire engine": ("fire truck", "firetruck"),
    "french fries": ("fries",),
    "fork and knife with plate": ("dinner plate",),
    "four leaf clover": ("clover", "four leaf clover"),
    "fuel pump": ("gas station", "gas pump", "gas"),
    "game die": ("dice", "die"),
    "grapes": ("grape", "grapes"),
    "hamburger": ("burger", "hamburger"),
    "hot beverage": ("coffee", "coffee cup", "cup of tea", "tea cup", "coffee mug"),
    "house": ("home", "house"),
    "ice cream": ("ice cream bowl", "ice cream cup"),
    "soft ice cream": ("ice cream cone", "ice cream"),
    "key": ("key",),
    "lady beetle": ("ladybug", "ladybird"),
    "light bulb": ("lightbulb", "bulb", "lamp bulb"),
    "locked": ("lock", "padlock"),
    "unlocked": ("unlock", "lock open", "padlock open"),
    "magnifying glass tilted left": ("search", "magnify", "magnifying glass", "magnifier"),
    "maple leaf": ("maple leaf", "leaf maple", "canadian leaf"),
    "microphone": ("mic", "microphone"),
    "mobile phone": ("smartphone", "cellphone", "device mobile", "mobile", "phone iphone"),
    "motor scooter": ("scooter", "moped", "scooter moped"),
    "motorcycle": ("motorbike", "motorcycle"),
    "oncoming automobile": ("car front",),
    "optical disk": ("disc", "compact disc", "cd"),
    "palm tree": ("palm tree", "tree palm"),
    "party popper": ("confetti",),
    "pear": ("pear",),
    "pencil": ("pencil",),
    "pig": ("pig",),
    "pot of food": ("cooking pot", "pot", "pot mix", "stockpot"),
    "potted plant": ("potted plant", "plant", "flower pot", "pot plant"),
    "poultry leg": ("chicken leg", "drumstick", "food drumstick", "chicken thigh"),
    "rabbit": ("rabbit", "bunny", "rabbit variant"),
    "red apple": ("apple", "food apple", "apple fruit"),
    "sailboat": ("sail boat", "sailing boat", "sailing", "sailboat"),
    "scissors": ("scissors", "cut", "scissors cutting"),
    "shopping cart": ("cart", "shopping cart"),
    "shortcake": ("cake slice", "piece of cake", "slice of cake", "cake slice"),
    "snowflake": ("snow", "snowflake"),
    "soccer ball": ("soccer", "football soccer"),
    "speedboat": ("motorboat", "speedboat"),
    "spoon": ("spoon",),
    "teddy bear": ("teddy bear", "bear toy"),
    "telephone receiver": ("phone", "telephone", "phone call"),
    "television": ("tv", "television", "television classic", "old tv"),
    "t-shirt": ("tshirt", "shirt", "tshirt crew", "t shirt"),
    "tropical drink": ("cocktail",),
    "cocktail glass": ("martini", "glass cocktail", "cocktail"),
    "umbrella": ("umbrella",),
    "watermelon": ("watermelon", "watermelon one", "melon slice"),
    "wine glass": ("wine", "glass wine", "wineglass", "red wine"),
    "wrapped gift": ("gift", "present", "gift box"),
    "sheaf of rice": ("wheat", "barley"),
    "rescue worker's helmet": ("hard hat", "construction helmet"),
    "fish": ("fish", "fish one"),
    "ear of corn": ("corn",),
    "mushroom": ("mushroom",),
    "steaming bowl": ("noodles", "ramen", "bowl mix"),
    "sun": ("sunny", "weather sunny", "sun"),
    "cloud": ("cloud", "cloudy"),
    "high voltage": ("lightning", "thunder", "lightning bolt"),
    "crescent moon": ("moon", "half moon", "moon waning crescent", "moon stars"),
    "roller skate": ("roller skate", "roller skating"),
    "musical keyboard": ("piano", "keyboard"),
    "desktop computer": ("desktop", "desktop computer", "monitor"),
    "laptop": ("laptop", "notebook computer"),
    "computer mouse": ("mouse", "mouse computer", "computer mouse"),
    "castle": ("castle", "chateau"),
    "tram car": ("tram", "streetcar"),
    "high-speed train": ("train high speed", "bullet train"),
    "locomotive": ("steam train", "locomotive"),
    "school": ("school", "school building"),
    "tooth": ("tooth", "dental"),
    "spider web": ("cobweb", "web spider"),
    "duck": ("duck", "rubber duck"),
    "eagle": ("eagle",),
    "front-facing baby chick": ("chick", "baby chick"),
    "dove": ("dove",),
    "bird": ("bird",),
    "honeybee": ("bee",),
    "trophy": ("trophy", "trophy cup", "champion"),
    "crown": ("crown",),
    "gem stone": ("diamond", "gem", "gemstone"),
    "hammer and wrench": ("tools", "hammer wrench"),
    "bathtub": ("bath", "bathtub"),
    "glass of milk": ("milk", "glass milk"),
    "baby bottle": ("baby bottle", "feeding bottle"),
    "bottle with popping cork": ("champagne", "champagne bottle"),
    "balance scale": ("scales", "scale balance"),
    "backpack": ("backpack", "school bag", "schoolbag"),
    "luggage": ("suitcase", "luggage", "travel bag"),
    "jeans": ("pants", "trousers", "jeans"),
    "running shoe": ("sneaker", "shoe sneaker", "sport shoe"),
    "high-heeled shoe": ("high heel", "shoe heel", "high heels", "high heeled shoe"),
    "top hat": ("magic hat", "hat wizard"),
    "graduation cap": ("mortarboard", "graduation cap"),
    "control knobs": ("sliders",),
    "joystick": ("joystick",),
    "video game": ("game controller", "gamepad", "device gamepad", "controller"),
    "floppy disk": ("floppy", "floppy disk", "save"),
    "alarm clock": ("alarm", "alarm clock"),
    "hourglass done": ("hourglass",),
    "world map": ("map",),
    "globe with meridians": ("globe",),
    "newspaper": ("newspaper", "news"),
    "envelope": ("mail", "envelope", "email"),
    "candle": ("candle",),
    "flashlight": ("flashlight", "torch"),
    "syringe": ("syringe", "injection", "needle"),
    "pill": ("pill", "medicine", "capsule"),
    "closed umbrella": ("umbrella closed",),
    "gear": ("cog", "gear", "settings"),
    "anchor": ("anchor",),
    "helicopter": ("helicopter",),
    "rocket": ("rocket", "rocket launch"),
    "ambulance": ("ambulance",),
    "tractor": ("tractor",),
}

# Names that general icon packages give to something else (a computer mouse, a notification bell).
_OTHER_MEANING = frozenset({"mouse", "ring", "seal", "bat", "nest", "crane"})

# Style and layout words that general packages append to or put before a name.
_SUFFIXES = re.compile(
    r"-(outline|outlined|filled|fill|thin|light|bold|duotone|line|lined|solid|variant|alt|simple|flat|"
    r"\d+|one|two|three|symbol|side|face|color|colour|regular|rounded|\d+x\d+|freebie|streamline)$"
)
_PREFIXES = re.compile(
    r"^(food|fruit|animal|animals|pet|vehicle|transport|plant|device|weather|building|nature)-"
)


@dataclass(frozen=True)
class Concept:
    """One emoji: its English name, keywords and place in Unicode's own classification."""

    index: int
    label: str
    emoji: str
    hexcode: str
    tags: tuple[str, ...]
    group: str
    subgroup: str

    @property
    def trained(self) -> bool:
        return self.group in TRAINED_GROUPS

    @property
    def tuning(self) -> bool:
        """Whether this concept's drawing in the tuning style is held out (about half are)."""
        return zlib.crc32(self.label.encode()) % 2 == 0


def load_concepts(packages: Path) -> list[Concept]:
    """The concepts in emojibase's order: indexes are stable for one version of it."""
    root = packages / "emojibase"
    groups = json.loads((root / "meta/groups.json").read_text())
    concepts: list[Concept] = []
    for entry in json.loads((root / "en/data.json").read_text()):
        if "group" not in entry:
            continue
        group = groups["groups"][str(entry["group"])]
        subgroup = groups["subgroups"][str(entry["subgroup"])]
        label = entry["label"].replace("\u2019", "'")
        if _wanted(label, entry["hexcode"], group, subgroup):
            tags = tuple(entry.get("tags", ()))
            concepts.append(
                Concept(len(concepts), label, entry["emoji"], entry["hexcode"], tags, group, subgroup)
            )
    return concepts


def _wanted(label: str, hexcode: str, group: str, subgroup: str) -> bool:
    if group in ("component", "flags") or subgroup in _DROPPED_SUBGROUPS:
        return False
    if "o'clock" in label or "-thirty" in label or ("Japanese" in label and "button" in label):
        return False
    person = group == "people-body"
    gendered = re.match(r"(man|woman|men|women)\b.*[: ]", label) and label.split(":")[0] != label
    return not (person and ("200D" in hexcode or gendered))


def normal(name: str) -> str:
    """Lower-case ASCII letters and digits only."""
    ascii_name = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_name)


def _unicode_names(concept: Concept) -> list[str]:
    points = [int(h, 16) for h in concept.hexcode.split("-") if h != "FE0F"]
    names = [concept.label]
    if len(points) == 1 and (name := unicodedata.name(chr(points[0]), "")):
        names.append(name)
    return names


def match_emoji(icons: dict, concepts: list[Concept], key: str) -> list[tuple[int, str]]:
    """(concept, icon) pairs of an emoji package: at most one drawing per concept."""
    by_name: dict[str, str] = {}
    for name in icons["icons"]:
        by_name.setdefault(normal(name), name)
    for name, alias in icons.get("aliases", {}).items():
        if set(alias) <= {"parent"} and alias["parent"] in icons["icons"]:
            by_name.setdefault(normal(name), alias["parent"])
    if key == "fxemoji":  # its "cat" is the face, its "catside" the animal
        by_name["catface"], by_name["cat"] = by_name["cat"], by_name["catside"]
    pairs = []
    for concept in concepts:
        for name in _unicode_names(concept):
            if normal(name) in by_name:
                pairs.append((concept.index, by_name[normal(name)]))
                break
    return pairs


def match_icons(icons: dict, concepts: list[Concept], per_concept: int = 3) -> list[tuple[int, str]]:
    """(concept, icon) pairs of a general icon package: a few drawings per trained concept."""
    wanted: dict[str, int] = {}
    trained = [concept for concept in concepts if concept.trained]
    for concept in trained:
        if concept.label not in _OTHER_MEANING:
            wanted.setdefault(normal(concept.label), concept.index)
    for concept in trained:
        for name in ICON_NAMES.get(concept.label, ()):
            wanted.setdefault(normal(name), concept.index)
    count: dict[int, int] = {}
    pairs = []
    for name in sorted(icons["icons"], key=lambda n: (len(n), n)):
        concept_index = wanted.get(normal(_bare(name)))
        if concept_index is not None and count.get(concept_index, 0) < per_concept:
            count[concept_index] = count.get(concept_index, 0) + 1
            pairs.append((concept_index, name))
    return pairs


def _bare(name: str) -> str:
    """An icon's name without its style suffixes and category prefix."""
    while (stripped := _SUFFIXES.sub("", name)) != name:
        name = stripped
    return _PREFIXES.sub("", name)
