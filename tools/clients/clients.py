"""Drives the drop-in endpoints with the real client libraries for Python, unchanged.

    pip install openai huggingface_hub
    python tools/clients/clients.py http://127.0.0.1:8080

Ends with status 1 and a sentence at the first answer that is not what a user of the library expects.
"""

import base64
import importlib.metadata
import math
import pathlib
import sys

import huggingface_hub
import openai

SAMPLES = pathlib.Path(__file__).parents[2] / "docs" / "samples"
CAT = SAMPLES / "cat" / "twemoji.png"
DOG = SAMPLES / "dog" / "twemoji.png"


def expect(what, holds):
    if not holds:
        sys.exit(f"{what}: not so")
    print(f"  {what}")


def cosine(one, other):
    return sum(a * b for a, b in zip(one, other))


def data_uri(path):
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


def openai_client(service):
    print("openai", importlib.metadata.version("openai"))
    client = openai.OpenAI(base_url=service + "/v1", api_key="none")
    model = client.models.list().data[0].id
    expect("the list of models can be asked for its model", client.models.retrieve(model).id == model)
    answer = client.embeddings.create(model=model, input=["a photo of a cat.", data_uri(CAT), data_uri(DOG)])
    rows = [row.embedding for row in answer.data]
    expect("three embeddings come back in order", [row.index for row in answer.data] == [0, 1, 2])
    expect("they are unit vectors", all(math.isclose(cosine(row, row), 1, abs_tol=1e-5) for row in rows))
    expect("the text is nearer to its picture", cosine(rows[0], rows[1]) > cosine(rows[0], rows[2]))
    expect("tokens are counted", answer.usage.prompt_tokens > 2)
    numbers = client.embeddings.create(model=model, input="a photo of a cat.", encoding_format="float")
    expect(
        "numbers and base64 are the same",
        all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(numbers.data[0].embedding, rows[0])),
    )
    try:
        client.embeddings.create(model="no-such-model", input="x")
        sys.exit("an unknown model was accepted")
    except openai.NotFoundError as error:
        expect("an unknown model is a NotFoundError with our sentence", "is not served here" in str(error))


def huggingface_client(service):
    print("huggingface_hub", importlib.metadata.version("huggingface_hub"))
    client = huggingface_hub.InferenceClient(model=service + "/v1/zero-shot-image-classification", token="none")
    try:
        labels = client.zero_shot_image_classification(str(CAT), candidate_labels=["dog", "cat", "tree"])
    except TypeError:  # before 0.29 the argument had another name
        labels = client.zero_shot_image_classification(str(CAT), labels=["dog", "cat", "tree"])
    expect("the cat is a cat", labels[0].label == "cat")
    expect("all labels come back", len(labels) == 3)
    expect("scores add up to one", math.isclose(sum(label.score for label in labels), 1, abs_tol=1e-4))


if __name__ == "__main__":
    address = sys.argv[1].rstrip("/")
    openai_client(address)
    huggingface_client(address)
