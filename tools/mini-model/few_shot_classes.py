"""The classes of the few-shot samples, and what icon packages call them.

TRAINED are concepts that the bundled model was trained on (in other drawings), UNSEEN are things and
signs of which it saw no drawing and read no name. `few_shot_check.py` holds both against the training data.
"""

from __future__ import annotations

# label -> names of its icons, the first that a package has is taken
TRAINED: dict[str, tuple[str, ...]] = {
    "airplane": ("airplane", "plane", "flight", "air-plane"),
    "bicycle": ("bicycle", "bike", "vehicle-bicycle", "pedal-bike", "bicycling", "bicycle-01"),
    "bus": ("bus", "vehicle-bus", "directions-bus", "bus-front", "bus-01", "bus-alt"),
    "camera": ("camera", "photo-camera", "camera-01", "camera-alt"),
    "car": ("vehicle-car", "car", "directions-car", "car-01", "car-front", "car-side", "automobile"),
    "delivery truck": ("vehicle-truck", "truck", "delivery", "local-shipping", "delivery-truck"),
    "envelope": ("mail", "envelope", "email", "letter", "mail-01", "envelop"),
    "fire": ("fire", "flame", "local-fire-department", "whatshot"),
    "fish": ("fish", "animal-fish", "set-meal", "fish-food", "fish-fill"),
    "gift": ("gift", "present", "gift-card", "card-giftcard", "redeem", "gift-alt"),
    "house": ("home", "house", "home-01", "home-simple", "home-alt"),
    "key": ("key", "vpn-key", "key-01", "key-skeleton"),
    "light bulb": ("lightbulb", "light-bulb", "bulb", "idea", "lightbulb-alt"),
    "rocket": ("rocket", "rocket-launch", "rocket-01", "space-rocket"),
    "scissors": ("cut", "scissors", "content-cut", "scissor", "scissor-01"),
    "shopping cart": ("cart", "shopping-cart", "cart-large", "shopping-cart-01", "cart-shopping"),
    "snowflake": ("weather-snowflake", "snowflake", "snow", "ac-unit", "snowflake-alt"),
    "star": ("star", "star-filled", "grade"),
    "trophy": ("trophy", "cup", "emoji-events", "champion", "award", "winner"),
    "umbrella": ("umbrella", "umbrella-alt"),
}  # fmt: skip

UNSEEN: dict[str, tuple[str, ...]] = {
    "barcode": ("barcode", "barcode-scanner", "bar-code", "bar-code-01", "upc-scan"),
    "code brackets": ("code", "source-code"),
    "database": ("database", "database-01", "data-base"),
    "dumbbell": ("dumbbell", "fitness-center", "dumbbell-01", "gym", "barbell", "dumbbell-large"),
    "eraser": ("eraser", "erase", "ink-eraser", "clear-formatting"),
    "fingerprint": ("fingerprint", "finger-print", "fingerprint-recognition", "touch-id", "fingerprint-scan"),
    "git branch": ("branch", "code-branch", "git-branch", "account-tree"),
    "hashtag": ("hashtag", "number-symbol", "hash", "grid-3x3", "tag-hash", "hash-01"),
    "layers": ("layer", "layers", "layer-group", "layers-minimalistic", "stack", "layers-01"),
    "microchip": ("developer-board", "microchip", "cpu", "chip", "hardware-chip", "memory"),
    "power button": ("power", "power-off", "power-settings-new", "power-service", "poweroff", "power-btn"),
    "qr code": ("qr-code", "qrcode", "qr-code-01", "qr-code-scan"),
    "robot": ("bot", "robot", "smart-toy", "robot-01", "bot-01"),
    "rss feed": ("rss", "rss-feed", "feed"),
    "server": ("server", "dns", "server-01", "servers", "hard-drives"),
    "shuffle": ("shuffle", "arrow-shuffle", "random"),
    "sim card": ("sim", "sim-card", "sim-card-chip", "simcard", "chip-sim"),
    "thumb up": ("thumb-like", "thumbs-up", "thumb-up", "like", "hand-thumbs-up"),
    "wallet": ("wallet", "wallet-01", "account-balance-wallet"),
    "wifi": ("wifi", "wi-fi", "wifi-01", "wifi-1"),
}  # fmt: skip

# What a package's icon of that name does not show, by label and package.
NOT_SHOWN: frozenset[tuple[str, str]] = frozenset(
    {
        ("airplane", "solar"),  # a paper plane
        ("bicycle", "mingcute"),  # a motorcycle
        ("bicycle", "ion"),  # a person
        ("bicycle", "solar"),
        ("key", "carbon"),  # the word
        ("shopping cart", "solar"),  # a basket
        ("snowflake", "iconoir"),  # a cloud
        ("delivery truck", "solar"),  # a hand truck
        ("power button", "uil"),  # an arrow
        ("rss feed", "solar"),  # a card
        ("server", "bi"),  # a database
        ("server", "ion"),
    }
)
