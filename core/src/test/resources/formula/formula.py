"""Tiny random models of families for which no reference output is at hand, and what their published
formulas make of them, in float64.

    python3 formula.py make       writes models/NAME from a fixed seed (needs ../golden for tokenizers)
    python3 formula.py compute    reads models/NAME and writes expected/NAME.json and NAME_long.json
    python3 formula.py sensitive  prints how far logits move when a detail of a formula is changed

Written from the sources that README.md names and from nothing else of this project: no formula is
shared with it. Needs Python 3.9 or newer and numpy.
"""

import json
import math
import pathlib
import struct
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE.parent / "golden" / "models"

LENGTHS = [4, 5, 16, 17, 33, 64, 65, 129, 200, 300]
LONG_LENGTHS = [513, 600, 2048, 8192]

# ---------------------------------------------------------------------------------- safetensors


def write_safetensors(path, tensors, dtype):
    header, offset, blobs = {}, 0, []
    for name, array in tensors.items():
        blob = encode(array, dtype)
        header[name] = {
            "dtype": dtype,
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(blob)],
        }
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def read_safetensors(path):
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size])
    body = data[8 + size :]
    return {
        name: decode(body[slice(*entry["data_offsets"])], entry["dtype"], entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__"
    }


def encode(array, dtype):
    if dtype == "F32":
        return array.astype("<f4").tobytes()
    if dtype == "F16":
        return array.astype("<f2").tobytes()
    bits = array.astype("<f4").view("<u4")  # BF16, cut off: any bits will do for random weights
    return (bits >> 16).astype("<u2").tobytes()


def decode(blob, dtype, shape):
    if dtype == "F32":
        array = np.frombuffer(blob, "<f4")
    elif dtype == "F16":
        array = np.frombuffer(blob, "<f2")
    else:
        array = (np.frombuffer(blob, "<u2").astype("<u4") << 16).view("<f4")
    return array.astype(np.float64).reshape(shape)


# ------------------------------------------------------------------------------------- functions


def layer_norm(x, weights, name, epsilon):
    mean = x.mean(axis=-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * weights[name + ".weight"] + weights[
        name + ".bias"
    ]


def rms_norm(x, weight, epsilon):
    return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + epsilon) * weight


def linear(x, weights, name):
    y = x @ weights[name + ".weight"].T
    return y + weights[name + ".bias"] if name + ".bias" in weights else y


ERF = np.vectorize(math.erf, otypes=[np.float64])


def gelu(x):
    return x / 2 * (1 + ERF(x / math.sqrt(2)))


def relu(x):
    return np.maximum(x, 0)


def silu(x):
    return x / (1 + np.exp(-x))


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def attention(q, k, v, bias=None, block=512):
    """q, k, v of one head, [tokens, d]; bias(i, j) of two columns of positions."""
    n, d = q.shape
    columns = np.arange(n)[None, :]
    result = np.empty_like(v)
    for start in range(0, n, block):
        rows = np.arange(start, min(start + block, n))[:, None]
        scores = q[start : start + block] @ k.T / math.sqrt(d)
        if bias is not None:
            scores += bias(rows, columns)
        result[start : start + block] = softmax(scores) @ v
    return result


# -------------------------------------------------------------------------------------- JinaBert


def alibi_slopes(heads):
    def of_a_power(n):
        start = 2.0 ** (-(2.0 ** -(math.log2(n) - 3)))
        return [start * start**i for i in range(n)]

    if math.log2(heads).is_integer():
        return of_a_power(heads)
    below = 2 ** math.floor(math.log2(heads))
    return of_a_power(below) + alibi_slopes(2 * below)[0::2][: heads - below]


def jina_bert(config, w, ids, types, change=None):
    epsilon = config["layer_norm_eps"]
    heads = config["num_attention_heads"]
    inner = config["intermediate_size"]
    act = {"geglu": gelu, "reglu": relu}[config["feed_forward_type"]]
    slopes = alibi_slopes(heads)
    if change == "slopes in reverse order":
        slopes = slopes[::-1]
    if change == "slopes as of a power of two":
        slopes = [2 ** (-8 * (i + 1) / heads) for i in range(heads)]
    if change == "no penalty":
        slopes = [0.0] * heads
    future = 0.0 if change == "no penalty for what follows" else 1.0

    embeddings = "bert.embeddings."
    x = w[embeddings + "word_embeddings.weight"][ids]
    if change != "no token types":
        x = x + w[embeddings + "token_type_embeddings.weight"][types]
    x = layer_norm(x, w, embeddings + "LayerNorm", epsilon)
    for n in range(config["num_hidden_layers"]):
        layer = f"bert.encoder.layer.{n}."
        q = linear(x, w, layer + "attention.self.query")
        k = linear(x, w, layer + "attention.self.key")
        v = linear(x, w, layer + "attention.self.value")
        d = q.shape[1] // heads
        parts = []
        for h in range(heads):
            own = slice(h * d, (h + 1) * d)
            slope = slopes[h]

            def penalty(i, j, slope=slope):
                return -slope * np.where(j > i, future * (j - i), i - j)

            parts.append(attention(q[:, own], k[:, own], v[:, own], penalty))
        context = linear(np.concatenate(parts, axis=1), w, layer + "attention.output.dense")
        x = layer_norm(context + x, w, layer + "attention.output.LayerNorm", epsilon)
        both = linear(x, w, layer + "mlp.gated_layers")
        first, second = both[:, :inner], both[:, inner:]
        if change == "second half is the gate":
            first, second = second, first
        y = linear(act(first) * second, w, layer + "mlp.wo")
        x = layer_norm(y + x, w, layer + "mlp.layernorm", epsilon)
    pooled = np.tanh(linear(x[:1], w, "bert.pooler.dense"))
    return linear(pooled, w, "classifier")[0]


def make_jina_bert(random, layers, hidden, inner, vocabulary, labels):
    w = {}

    def dense(name, out, into, bias=True):
        w[name + ".weight"] = random.normal(0, 1.4 / math.sqrt(into), (out, into))
        if bias:
            w[name + ".bias"] = random.normal(0, 0.2, out)

    def norm(name):
        w[name + ".weight"] = random.normal(1, 0.2, hidden)
        w[name + ".bias"] = random.normal(0, 0.2, hidden)

    w["bert.embeddings.word_embeddings.weight"] = random.normal(0, 1, (vocabulary, hidden))
    w["bert.embeddings.token_type_embeddings.weight"] = random.normal(0, 0.5, (2, hidden))
    norm("bert.embeddings.LayerNorm")
    for n in range(layers):
        layer = f"bert.encoder.layer.{n}."
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            dense(layer + "attention." + name, hidden, hidden)
        norm(layer + "attention.output.LayerNorm")
        dense(layer + "mlp.gated_layers", 2 * inner, hidden, bias=False)
        dense(layer + "mlp.wo", hidden, inner)
        norm(layer + "mlp.layernorm")
    dense("bert.pooler.dense", hidden, hidden)
    dense("classifier", labels, hidden)
    return w


# ----------------------------------------------------------------------------- bidirectional Llama


def rope_frequencies(config, d, change=None):
    theta = config.get("rope_parameters", config).get("rope_theta")
    frequencies = theta ** (-np.arange(0, d, 2) / d)
    scaling = config.get("rope_parameters", config.get("rope_scaling"))
    if scaling is None or scaling["rope_type"] != "llama3" or change == "no stretching":
        return frequencies
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    factor, length = scaling["factor"], scaling["original_max_position_embeddings"]
    if change == "all stretched":
        return frequencies / factor
    result = []
    for frequency in frequencies:
        wavelength = 2 * math.pi / frequency
        if wavelength < length / high:
            result.append(frequency)
        elif wavelength > length / low:
            result.append(frequency / factor)
        else:
            smooth = (length / wavelength - low) / (high - low)
            result.append((1 - smooth) * frequency / factor + smooth * frequency)
    return np.array(result)


def rotate(x, frequencies):
    angles = np.arange(len(x))[:, None] * frequencies[None, :]
    half = x.shape[1] // 2
    a, b = x[:, :half], x[:, half:]
    return np.concatenate(
        [a * np.cos(angles) - b * np.sin(angles), b * np.cos(angles) + a * np.sin(angles)], axis=1
    )


def llama_bidirec(config, w, ids, types, change=None):
    epsilon = config["rms_norm_eps"]
    heads, key_heads = config["num_attention_heads"], config["num_key_value_heads"]
    d = config.get("head_dim", config["hidden_size"] // heads)
    frequencies = rope_frequencies(config, d, change)
    x = w["model.embed_tokens.weight"][ids]
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        h = rms_norm(x, w[layer + "input_layernorm.weight"], epsilon)
        q = linear(h, w, layer + "self_attn.q_proj")
        k = linear(h, w, layer + "self_attn.k_proj")
        v = linear(h, w, layer + "self_attn.v_proj")
        parts = []
        for head in range(heads):
            key_head = head // (heads // key_heads)
            own, shared = slice(head * d, (head + 1) * d), slice(key_head * d, (key_head + 1) * d)

            def mask(i, j):
                return np.where(j > i, -1e30, 0.0)

            parts.append(
                attention(
                    rotate(q[:, own], frequencies),
                    rotate(k[:, shared], frequencies),
                    v[:, shared],
                    mask if change == "causal" else None,
                )
            )
        x = x + linear(np.concatenate(parts, axis=1), w, layer + "self_attn.o_proj")
        h = rms_norm(x, w[layer + "post_attention_layernorm.weight"], epsilon)
        gate = silu(linear(h, w, layer + "mlp.gate_proj"))
        x = x + linear(gate * linear(h, w, layer + "mlp.up_proj"), w, layer + "mlp.down_proj")
    if change == "mean before the norm":
        pooled = rms_norm(x.mean(axis=0, keepdims=True), w["model.norm.weight"], epsilon)
    else:
        x = rms_norm(x, w["model.norm.weight"], epsilon)
        pooled = x[-1:] if change == "last token" else x.mean(axis=0, keepdims=True)
    temperature = 1 if change == "no temperature" else config["temperature"]
    return linear(pooled, w, "score")[0] / temperature


def make_llama_bidirec(random, config, vocabulary, labels):
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    d = config.get("head_dim", hidden // config["num_attention_heads"])
    queries, keys = config["num_attention_heads"] * d, config["num_key_value_heads"] * d
    w = {"model.embed_tokens.weight": random.normal(0, 1, (vocabulary, hidden))}

    def dense(name, out, into):
        w[name + ".weight"] = random.normal(0, 1.5 / math.sqrt(into), (out, into))

    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        w[layer + "input_layernorm.weight"] = random.normal(1, 0.2, hidden)
        dense(layer + "self_attn.q_proj", queries, hidden)
        dense(layer + "self_attn.k_proj", keys, hidden)
        dense(layer + "self_attn.v_proj", keys, hidden)
        dense(layer + "self_attn.o_proj", hidden, queries)
        w[layer + "post_attention_layernorm.weight"] = random.normal(1, 0.2, hidden)
        dense(layer + "mlp.gate_proj", inner, hidden)
        dense(layer + "mlp.up_proj", inner, hidden)
        dense(layer + "mlp.down_proj", hidden, inner)
    w["model.norm.weight"] = random.normal(1, 0.2, hidden)
    dense("score", labels, hidden)
    return w


# ---------------------------------------------------------------------------------------- models


JINA = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 8192,
    "position_embedding_type": "alibi",
    "type_vocab_size": 2,
    "emb_pooler": "mean",
}

LLAMA = {
    "architectures": ["LlamaBidirectionalForSequenceClassification"],
    "model_type": "llama_bidirec",
    "hidden_act": "silu",
    "attention_bias": False,
    "mlp_bias": False,
    "rms_norm_eps": 1e-5,
    "max_position_embeddings": 131072,
    "pooling": "avg",
    "tie_word_embeddings": True,
}

STRETCH = {
    "rope_type": "llama3",
    "factor": 32.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}

MODELS = {
    # as published: the bare encoder's class, nothing about labels, twelve heads
    "jina_bert": (
        jina_bert,
        JINA
        | {
            "architectures": ["JinaBertModel"],
            "feed_forward_type": "geglu",
            "hidden_size": 48,
            "num_hidden_layers": 3,
            "num_attention_heads": 12,
            "intermediate_size": 64,
        },
        "roberta",
        "F32",
    ),
    "jina_bert_two_labels": (
        jina_bert,
        JINA
        | {
            "architectures": ["JinaBertForSequenceClassification"],
            "id2label": {"0": "no", "1": "yes"},
            "feed_forward_type": "reglu",
            "hidden_size": 32,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "intermediate_size": 40,
        },
        "bert",
        "F16",
    ),
    # as published, but smaller
    "llama_bidirec": (
        llama_bidirec,
        LLAMA
        | {
            "hidden_size": 48,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "num_key_value_heads": 2,
            "head_dim": 16,
            "intermediate_size": 64,
            "rope_theta": 500000.0,
            "rope_scaling": STRETCH,
            "temperature": 0.5,
            "id2label": {"0": "LABEL_0"},
        },
        "qwen3",
        "BF16",
    ),
    "llama_bidirec_v5": (
        llama_bidirec,
        LLAMA
        | {
            "hidden_size": 32,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 4,
            "intermediate_size": 48,
            "rope_parameters": STRETCH | {"rope_theta": 500000.0},
            "temperature": 2.0,
            "id2label": {"0": "LABEL_0"},
        },
        "qwen3",
        "F32",
    ),
}

LLAMA3_WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def tokenizer_like_llama3(tokenizer):
    """The pieces of a tiny Qwen tokenizer, split into words and framed as Llama 3 does it."""
    begin = len(tokenizer["model"]["vocab"]) + len(tokenizer["added_tokens"])
    tokenizer["normalizer"] = None
    tokenizer["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = LLAMA3_WORDS
    tokenizer["added_tokens"].append(
        tokenizer["added_tokens"][0] | {"id": begin, "content": "<|begin_of_text|>"}
    )
    frame = [
        {"SpecialToken": {"id": "<|begin_of_text|>", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
    ]
    pair = [
        {"SpecialToken": {"id": "<|begin_of_text|>", "type_id": 1}},
        {"Sequence": {"id": "B", "type_id": 1}},
    ]
    tokenizer["post_processor"] = {
        "type": "Sequence",
        "processors": [
            tokenizer["post_processor"],
            {
                "type": "TemplateProcessing",
                "single": frame,
                "pair": frame + pair,
                "special_tokens": {
                    "<|begin_of_text|>": {
                        "id": "<|begin_of_text|>",
                        "ids": [begin],
                        "tokens": ["<|begin_of_text|>"],
                    }
                },
            },
        ],
    }
    return tokenizer


def make():
    for seed, (name, (formula, config, tokenizer_of, dtype)) in enumerate(MODELS.items()):
        random = np.random.Generator(np.random.PCG64(1000 + seed))
        folder = HERE / "models" / name
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer = json.loads((GOLDEN / tokenizer_of / "tokenizer.json").read_text("utf-8"))
        if formula is llama_bidirec:
            tokenizer = tokenizer_like_llama3(tokenizer)
        vocabulary = 1 + max(
            [*tokenizer["model"]["vocab"].values()] + [t["id"] for t in tokenizer["added_tokens"]]
        )
        config = config | {"vocab_size": vocabulary}
        labels = len(config.get("id2label", [None]))
        if formula is jina_bert:
            weights = make_jina_bert(
                random,
                config["num_hidden_layers"],
                config["hidden_size"],
                config["intermediate_size"],
                vocabulary,
                labels,
            )
        else:
            weights = make_llama_bidirec(random, config, vocabulary, labels)
        write_safetensors(folder / "model.safetensors", weights, dtype)
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
        (folder / "tokenizer.json").write_text(
            json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8"
        )
        (folder / "tokenizer_config.json").write_text('{"model_max_length": 8192}\n')


def load(name):
    formula, _, _, _ = MODELS[name]
    folder = HERE / "models" / name
    config = json.loads((folder / "config.json").read_text())
    weights = read_safetensors(folder / "model.safetensors")
    return lambda ids, types, change=None: formula(config, weights, ids, types, change), config


def sequences(name, config, lengths):
    """Random ids; a third of each sequence, the query, has token type 0."""
    random = np.random.Generator(np.random.PCG64(sum(map(ord, name)) + lengths[0]))
    for length in lengths:
        ids = random.integers(0, config["vocab_size"], length)
        types = (np.arange(length) >= length // 3).astype(int)
        yield ids, types * (config.get("type_vocab_size", 1) > 1)


def compute():
    (HERE / "expected").mkdir(exist_ok=True)
    for name in MODELS:
        run, config = load(name)
        for suffix, lengths in (("", LENGTHS), ("_long", LONG_LENGTHS)):
            cases = []
            for ids, types in sequences(name, config, lengths):
                labels = run(ids, types)
                logit = labels[0] if len(labels) == 1 else labels[1] - labels[0]
                cases.append(
                    {
                        "name": f"{len(ids)} tokens",
                        "input_ids": ids.tolist(),
                        "token_type_ids": types.tolist(),
                        "logits": [round(float(logit), 9)],
                    }
                )
                print(name, len(ids), "tokens:", logit, flush=True)
            content = {
                "notes": "Computed by formula.py, not by the reference.",
                "cases": cases,
            }
            text = json.dumps(content, separators=(",", ":"))
            (HERE / "expected" / (name + suffix + ".json")).write_text(text + "\n")


CHANGES = {
    jina_bert: [
        "no penalty",
        "no penalty for what follows",
        "slopes in reverse order",
        "slopes as of a power of two",
        "second half is the gate",
        "no token types",
    ],
    llama_bidirec: [
        "causal",
        "last token",
        "mean before the norm",
        "no stretching",
        "all stretched",
        "no temperature",
    ],
}


def sensitive():
    for name, (formula, _, _, _) in MODELS.items():
        run, config = load(name)
        for change in CHANGES[formula]:
            moved = [
                np.abs(run(ids, types, change) - run(ids, types)).max()
                for ids, types in sequences(name, config, LENGTHS)
            ]
            print(f"{name}: {change}: {max(moved):.2g}")


if __name__ == "__main__":
    {"make": make, "compute": compute, "sensitive": sensitive}[sys.argv[1]]()
