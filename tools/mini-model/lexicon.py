"""What is true of each concept: names, synonyms, keywords, categories, parts and a definition.

Names and keywords come from emojibase and CLDR, synonyms, categories and definitions from WordNet,
parts from the table below. The lexicon also tells for every phrase of which concepts it is true,
so that training can count every true caption of a picture as a match.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from concepts import Concept

# Categories by Unicode subgroup, where WordNet has no short word or none at all.
_CATEGORIES: dict[str, tuple[str, ...]] = {
    "animal-mammal": ("animal", "mammal"),
    "animal-bird": ("animal", "bird"),
    "animal-amphibian": ("animal", "amphibian"),
    "animal-reptile": ("animal", "reptile"),
    "animal-marine": ("animal", "sea animal"),
    "animal-bug": ("animal", "bug", "insect"),
    "plant-flower": ("plant", "flower"),
    "plant-other": ("plant",),
    "food-fruit": ("food", "fruit"),
    "food-vegetable": ("food", "vegetable"),
    "food-prepared": ("food", "meal"),
    "food-asian": ("food", "meal", "asian food"),
    "food-sweet": ("food", "dessert", "sweet"),
    "drink": ("drink", "beverage"),
    "dishware": ("dishes", "kitchenware"),
    "place-building": ("building", "place"),
    "place-geographic": ("landscape", "place"),
    "place-religious": ("building", "place of worship"),
    "transport-water": ("watercraft", "water transport"),
    "transport-air": ("air transport",),
    "clothing": ("clothing",),
    "musical-instrument": ("musical instrument",),
    "tool": ("tool",),
    "sport": ("sport", "sports equipment"),
    "sky-weather": ("sky", "weather"),
}
_NOT_VEHICLES = frozenset(
    "bus stop,motorway,railway track,fuel pump,wheel,police car light,horizontal traffic light,"
    "vertical traffic light,stop sign,construction,oil drum,station,anchor,ring buoy,seat".split(",")
)

# What everybody calls it, where Unicode is more precise.
_PLAIN_NAMES: dict[str, tuple[str, ...]] = {
    "automobile": ("car",),
    "red apple": ("apple",),
    "green apple": ("apple",),
    "birthday cake": ("cake",),
    "airplane": ("plane",),
    "bicycle": ("bike",),
}

# A sense of a noun is taken only if one of these words is among its hypernyms.
_ANCHORS: dict[str, frozenset[str]] = {
    group: frozenset(words.split(","))
    for group, words in {
        "animals-nature": "animal,plant,plant part,natural object,organism,fungus,plant structure",
        "food-drink": "food,plant part,beverage,fruit,vessel,utensil,cutlery,foodstuff,shellfish,dish,"
        "edible fruit,container,tableware",
        "travel-places": "vehicle,structure,geological formation,natural object,craft,conveyance,"
        "instrumentality,artifact,atmospheric phenomenon,weather,location,meteor",
        "activities": "artifact,game equipment,sport,instrumentality,game,diversion",
        "objects": "artifact,instrumentality",
    }.items()
}

# Hypernyms too general or too learned to say anything about a drawing.
_TOO_GENERAL = frozenset(
    "entity,physical entity,object,whole,matter,thing,artifact,abstraction,causal agent,unit,living thing,"
    "organism,instrumentality,attribute,psychological feature,substance,solid,relation,group,abstract entity,"
    "physical object,artefact,being,cause,causal agency,instrumentation,part,measure,event,state,location,"
    "communication,act,cognition,signal,social group,piece,portion,natural object,plant part,plant structure,"
    "plant organ,flora,plant life,chordate,vertebrate,craniate,placental,placental mammal,eutherian,"
    "eutherian mammal,ungulate,hoofed mammal,foodstuff,food product,nutriment,nourishment,nutrition,"
    "sustenance,aliment,alimentation,victuals,fare,conveyance,instrument,equipment,implement,device,covering,"
    "even-toed ungulate,artiodactyl,artiodactyl mammal,odd-toed ungulate,perissodactyl,perissodactyl mammal,"
    "vascular plant,tracheophyte,spermatophyte,seed plant,phanerogam,angiosperm,flowering plant,magnoliopsid,"
    "reproductive structure,somebody,someone,individual,mortal,soul,animate being,beast,brute,creature,fauna,"
    "commodity,consumer goods,trade good,good,ware,merchandise,construction,way,facility,installation,means,"
    "process,property,quality,happening,occurrence,natural event,human activity,human action,deed,"
    "written communication,written language,black and white,self-propelled vehicle,durables,durable goods,"
    "consumer durables,product,production,creation,surface,area,region,extremity,content,cognitive content,"
    "mental object,message,subject matter,wheeled vehicle,solid food,home appliance,bovid,equid,equine".split(
        ","
    )
)

# Visible parts; "@x" stands for every concept of the Unicode subgroup x.
PARTS: dict[str, str] = {
    "whiskers": "cat,tiger,leopard,lion,mouse,rat,rabbit,hamster,otter,beaver,seal",
    "fur": "@animal-mammal",
    "soft fur": "cat,dog,rabbit,hamster,panda,koala,chipmunk,poodle,sloth,otter,mouse",
    "four legs": "cat,dog,horse,elephant,tiger,leopard,cow,ox,pig,boar,ram,ewe,goat,camel,llama,giraffe,"
    "rhinoceros,hippopotamus,deer,bison,zebra,donkey,moose,turtle,lizard,crocodile,rabbit,poodle,mouse,rat,"
    "guide dog,service dog,water buffalo,mammoth,two-hump camel,black cat",
    "a tail": "@animal-mammal,@animal-reptile,fish,tropical fish,whale,dolphin,shark,airplane,small airplane",
    "a long tail": "cat,black cat,mouse,rat,monkey,lizard,leopard,tiger,kangaroo,snake,dragon",
    "pointed ears": "cat,black cat,fox,wolf,bat,donkey,horse",
    "floppy ears": "dog,poodle,guide dog,elephant",
    "long ears": "rabbit,donkey,kangaroo",
    "big ears": "elephant,mammoth,koala,mouse,monkey",
    "hooves": (
        "horse,cow,ox,pig,boar,ram,ewe,goat,camel,two-hump camel,llama,giraffe,deer,bison,zebra,"
        "donkey,moose,water buffalo"
    ),
    "horns": "ram,goat,cow,ox,bison,water buffalo,rhinoceros,ewe",
    "antlers": "deer,moose",
    "a mane": "horse,lion,zebra,unicorn",
    "a trunk": "elephant,mammoth",
    "tusks": "elephant,mammoth,boar",
    "a long neck": "giraffe,swan,flamingo,sauropod,llama,goose",
    "spots": "leopard,giraffe,lady beetle,mushroom",
    "stripes": "tiger,zebra,honeybee,tropical fish",
    "a beak": "@animal-bird",
    "feathers": "@animal-bird",
    "two wings": "@animal-bird,bat,airplane,small airplane,honeybee,mosquito,fly",
    "wings": "@animal-bird,bat,butterfly,airplane,small airplane,honeybee,mosquito,fly,dragon",
    "colourful wings": "butterfly,parrot,peacock",
    "flippers": "penguin,seal,dolphin,whale",
    "a shell": "turtle,snail,crab,lobster,shrimp,oyster,spiral shell",
    "scales": "fish,tropical fish,snake,lizard,crocodile,dragon",
    "fins": "fish,tropical fish,shark,dolphin,whale,spouting whale,blowfish",
    "six legs": "ant,beetle,lady beetle,cricket,cockroach,mosquito,fly,honeybee,bug",
    "eight legs": "spider,octopus,scorpion",
    "eight arms": "octopus",
    "tentacles": "octopus,squid,jellyfish",
    "claws": "crab,lobster,scorpion,eagle,bear",
    "antennae": "butterfly,ant,beetle,honeybee,snail,lobster,cricket,bug,lady beetle,cockroach",
    "petals": "@plant-flower",
    "a stem": "@plant-flower,red apple,green apple,pear,cherries,grapes,mushroom,seedling",
    "green leaves": "@plant-other,strawberry,carrot,pineapple,tangerine,red apple,rose,tulip,sunflower",
    "a leaf": "red apple,green apple,pear,tangerine,lemon,cherries,peach",
    "seeds": "strawberry,watermelon,sunflower,kiwi fruit,pear",
    "a peel": "banana,tangerine,lemon,lime",
    "a curved shape": "banana,croissant,crescent moon,rainbow,shrimp,hot pepper",
    "a bun": "hamburger,hot dog,sandwich",
    "cheese": "pizza,hamburger,cheese wedge,taco,sandwich",
    "tomato": "pizza,hamburger,green salad,sandwich,taco",
    "meat": "hamburger,hot dog,taco,meat on bone,cut of meat,bacon,poultry leg,stuffed flatbread",
    "a crust": "pizza,pie,bread,baguette bread",
    "lettuce": "hamburger,taco,green salad,sandwich,stuffed flatbread",
    "cream": "birthday cake,shortcake,cupcake,soft ice cream,ice cream,doughnut",
    "candles": "birthday cake,menorah",
    "frosting": "birthday cake,cupcake,shortcake,doughnut",
    "a handle": (
        "hot beverage,teapot,beer mug,kitchen knife,hammer,umbrella,axe,broom,basket,bucket,"
        "toothbrush,magnifying glass tilted left,screwdriver"
    ),
    "a liquid inside": "@drink",
    "a glass": "wine glass,cocktail glass,tropical drink,glass of milk,tumbler glass",
    "wheels": "@transport-ground",
    "four wheels": (
        "automobile,taxi,bus,minibus,ambulance,fire engine,police car,delivery truck,pickup truck,"
        "sport utility vehicle,racing car,tractor,trolleybus"
    ),
    "two wheels": "bicycle,motorcycle,motor scooter,kick scooter",
    "pedals": "bicycle",
    "handlebars": "bicycle,motorcycle,motor scooter,kick scooter",
    "windows": (
        "automobile,bus,taxi,house,office building,hotel,school,train,airplane,minibus,castle,"
        "hospital,bank,tram,metro,ambulance"
    ),
    "many windows": "bus,office building,hotel,train,hospital,department store,tram,railway car",
    "headlights": "automobile,taxi,bus,oncoming automobile,oncoming bus,oncoming taxi",
    "doors": "automobile,bus,taxi,house,school,hotel,ambulance,church",
    "a roof": "house,house with garden,school,church,hut,castle,japanese castle",
    "a tower": "castle,church,mosque,tokyo tower",
    "engines": "airplane,rocket,racing car",
    "a sail": "sailboat",
    "a hull": "sailboat,canoe,speedboat,ship,passenger ship,ferry,motor boat",
    "a propeller": "helicopter,small airplane",
    "strings": "guitar,violin,banjo,harp",
    "keys": "musical keyboard,keyboard,accordion,saxophone",
    "a screen": "mobile phone,television,laptop,desktop computer,video camera",
    "buttons": "video game,joystick,television,radio,keyboard,pager",
    "a blade": "kitchen knife,dagger,crossed swords,axe,scissors,carpentry saw",
    "laces": "running shoe,hiking boot,man's shoe",
    "sleeves": "t-shirt,coat,kimono,lab coat,necktie",
    "two lenses": "glasses,sunglasses,goggles",
    "a bright light": "light bulb,flashlight,candle,sun,star,glowing star",
    "pages": "open book,closed book,notebook,green book,blue book,orange book,newspaper,books,ledger",
}


@dataclass
class Entry:
    """Everything said about one concept."""

    names: list[str]
    synonyms: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    siblings: list[str] = field(default_factory=list)
    definition: str = ""


class WordNet:
    """The nouns of WordNet's database files, as far as synonyms and hypernyms go."""

    def __init__(self, folder: Path) -> None:
        self.senses: dict[str, list[str]] = {}
        self.synsets: dict[str, tuple[list[str], list[str], str]] = {}
        for line in _lines(folder / "index.noun"):
            parts = line.split()
            self.senses[parts[0].replace("_", " ")] = parts[-int(parts[2]) :]
        for line in _lines(folder / "data.noun"):
            fields, gloss = line.split("|", 1)
            parts = fields.split()
            count = int(parts[3], 16)
            words = [parts[4 + 2 * i].replace("_", " ").lower() for i in range(count)]
            pointers = parts[5 + 2 * count :]
            above = [pointers[i + 1] for i in range(0, len(pointers) - 3, 4) if pointers[i] in ("@", "@i")]
            self.synsets[parts[0]] = (words, above, gloss.strip())

    def hypernyms(self, synset: str) -> list[str]:
        """All synsets above, nearest first."""
        found: list[str] = []
        frontier = [synset]
        while frontier:
            frontier = [h for s in frontier for h in self.synsets[s][1] if h not in found]
            found += dict.fromkeys(frontier)
        return found

    def sense(self, words: list[str], anchors: frozenset[str]) -> str | None:
        """The first of the commonest four senses that lies under an anchor."""
        for word in words:
            for synset in self.senses.get(word, [])[:4]:
                above = {w for h in self.hypernyms(synset) for w in self.synsets[h][0]}
                if above & anchors:
                    return synset
        return None


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="latin1").splitlines() if not line.startswith(" ")]


class Lexicon:
    """Entries by concept, and the table of which phrase is true of which concept."""

    def __init__(self, concepts: list[Concept], packages: Path) -> None:
        self.concepts = concepts
        wordnet = WordNet(packages / "wordnet/dict")
        path = packages / "cldr/annotations/en/annotations.json"
        annotations = json.loads(path.read_text())["annotations"]["annotations"]
        self.entries = [self._entry(concept, wordnet, annotations) for concept in concepts]
        self._add_parts()
        self._add_siblings()
        self.phrases, self.truth = self._truth_table()

    def _entry(self, concept: Concept, wordnet: WordNet, annotations: dict) -> Entry:
        label = concept.label.lower().replace(":", "")
        names = [label]
        if label.endswith(" face") and concept.subgroup.startswith("animal"):
            names.append(label.removesuffix(" face"))
        names += _PLAIN_NAMES.get(label, ())
        plain = concept.emoji.replace("\ufe0f", "")
        cldr = annotations.get(plain) or annotations.get(concept.emoji) or {}
        keywords = {tag.lower().strip() for tag in (*concept.tags, *cldr.get("default", ()))}
        keywords = {tag for tag in keywords if re.fullmatch(r"[a-z0-9' -]{2,30}", tag)}
        categories = set(_CATEGORIES.get(concept.subgroup, ()))
        if concept.subgroup.startswith("transport") and label not in _NOT_VEHICLES:
            categories |= {"vehicle", "transport"}
        entry = Entry(names)
        synset = self._sense(concept, label, wordnet)
        if synset:
            words, _, gloss = wordnet.synsets[synset]
            entry.synonyms = [w for w in words if re.fullmatch(r"[a-z' -]+", w) and w not in names]
            entry.definition = re.sub(r"\([^)]*\)", "", gloss.split(";")[0]).strip().strip('"').lower()
            nearest = (wordnet.synsets[h][0][0] for h in wordnet.hypernyms(synset)[:7])
            categories |= {w for w in nearest if w not in _TOO_GENERAL and re.fullmatch(r"[a-z' -]+", w)}
        entry.categories = sorted(categories - set(names))
        entry.keywords = sorted(keywords - set(names) - categories - set(entry.synonyms))
        return entry

    @staticmethod
    def _sense(concept: Concept, label: str, wordnet: WordNet) -> str | None:
        anchors = _ANCHORS.get(concept.group)
        if anchors is None:
            return None
        return wordnet.sense([label.removesuffix(" face"), label, label.split(" with ")[0]], anchors)

    def _add_parts(self) -> None:
        for part, holders in PARTS.items():
            wanted = set(holders.split(","))
            for concept, entry in zip(self.concepts, self.entries):
                if f"@{concept.subgroup}" in wanted or wanted & set(entry.names):
                    entry.parts.append(part)

    def _add_siblings(self) -> None:
        """Short-named neighbours in Unicode's order: what a text may call similar."""
        by_subgroup: dict[str, list[int]] = defaultdict(list)
        for concept in self.concepts:
            by_subgroup[concept.subgroup].append(concept.index)
        for members in by_subgroup.values():
            for place, index in enumerate(members):
                near = members[max(0, place - 4) : place] + members[place + 1 : place + 5]
                names = (self.entries[other].names[0] for other in near)
                self.entries[index].siblings = [name for name in names if len(name) < 16]

    def _truth_table(self) -> tuple[dict[str, int], np.ndarray]:
        holders: dict[str, set[int]] = defaultdict(set)
        for index, entry in enumerate(self.entries):
            for phrase in (*entry.names, *entry.synonyms, *entry.keywords, *entry.categories, *entry.parts):
                holders[phrase].add(index)
        phrases = {phrase: i for i, phrase in enumerate(sorted(holders))}
        truth = np.zeros((len(phrases) + 1, len(self.entries)), bool)
        truth[-1] = True  # the empty claim, which pads claims to one length
        for phrase, indexes in holders.items():
            truth[phrases[phrase], sorted(indexes)] = True
        return phrases, truth
