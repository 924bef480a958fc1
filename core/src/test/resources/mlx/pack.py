"""Tiny random models packed as MLX packs them, and what the networks make of the unpacked weights.

    python3 pack.py    writes models/NAME and expected/NAME.json (needs ../golden and ../formula)

The packing follows mlx/backend/cpu/quantized.cpp of ml-explore/mlx, in float32 as there, with the
same layout; MLX itself was not at hand. The networks are computed in float64 on what the packed
integers stand for, with code that shares nothing with this project. Needs numpy.
"""

import json
import math
import pathlib
import shutil
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE.parent / "golden"
sys.path.append(str(HERE.parent / "formula"))

from formula import attention, decode, encode, gelu, layer_norm, linear, rms_norm, rotate, silu

CASES = ["short_relevant", "one_word", "long_document", "emoji", "chinese", "newlines"]

# --------------------------------------------------------------------------------------- packing


def pack(weights, group, bits, dtype):
    """[rows, columns] -> words [rows, columns * bits / 32], scales and biases [rows, columns / group]"""
    f = np.float32
    bins, tiny = f((1 << bits) - 1), f(1e-7)
    rows, columns = weights.shape
    groups = weights.astype(f).reshape(rows, columns // group, group)
    low, high = groups.min(axis=2), groups.max(axis=2)
    mask = np.abs(low) > np.abs(high)
    scale = np.maximum((high - low) / bins, tiny)
    scale = np.where(mask, scale, -scale)
    edge = np.where(mask, low, high)
    steps = np.rint(edge / scale)
    nonzero = steps != 0
    scale = np.where(nonzero, edge / np.where(nonzero, steps, f(1)), scale).astype(f)
    bias = np.where(nonzero, edge, f(0)).astype(f)
    codes = np.rint((groups - bias[:, :, None]) / scale[:, :, None])
    codes = np.clip(codes, 0, bins).astype(np.uint32).reshape(rows, -1, 32 // bits)
    words = np.zeros(codes.shape[:2], np.uint32)
    for place in range(32 // bits):
        words |= codes[:, :, place] << np.uint32(place * bits)
    return words, rounded(scale, dtype), rounded(bias, dtype)


def unpack(words, scales, biases, group, bits):
    places = [(words >> np.uint32(i * bits)) & np.uint32((1 << bits) - 1) for i in range(32 // bits)]
    codes = np.stack(places, axis=2).reshape(len(words), -1).astype(np.float64)
    return codes * np.repeat(scales, group, axis=1) + np.repeat(biases, group, axis=1)


def rounded(array, dtype):
    return decode(encode(array, dtype), dtype, list(array.shape))


# -------------------------------------------------------------------------------------- networks


def bert(config, w, ids, types):
    heads, epsilon = config["num_attention_heads"], config["layer_norm_eps"]
    names = ("word", "position", "token_type")
    rows = (ids, np.arange(len(ids)), types)
    tables = [w[f"bert.embeddings.{name}_embeddings.weight"] for name in names]
    x = sum(table[row] for table, row in zip(tables, rows))
    x = layer_norm(x, w, "bert.embeddings.LayerNorm", epsilon)
    for n in range(config["num_hidden_layers"]):
        layer = f"bert.encoder.layer.{n}."
        q, k, v = (linear(x, w, layer + "attention.self." + p) for p in ("query", "key", "value"))
        d = q.shape[1] // heads
        own = [slice(h * d, (h + 1) * d) for h in range(heads)]
        y = np.concatenate([attention(q[:, s], k[:, s], v[:, s]) for s in own], axis=1)
        y = linear(y, w, layer + "attention.output.dense")
        x = layer_norm(x + y, w, layer + "attention.output.LayerNorm", epsilon)
        y = linear(gelu(linear(x, w, layer + "intermediate.dense")), w, layer + "output.dense")
        x = layer_norm(x + y, w, layer + "output.LayerNorm", epsilon)
    return linear(np.tanh(linear(x[:1], w, "bert.pooler.dense")), w, "classifier")[0, 0]


def qwen3(config, w, ids, types):
    heads, key_heads = config["num_attention_heads"], config["num_key_value_heads"]
    d, epsilon = config["head_dim"], config["rms_norm_eps"]
    frequencies = config["rope_theta"] ** (-np.arange(0, d, 2) / d)
    x = w["model.embed_tokens.weight"][ids]
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        h = rms_norm(x, w[layer + "input_layernorm.weight"], epsilon)
        q, k, v = (linear(h, w, layer + f"self_attn.{p}_proj") for p in "qkv")
        parts = []
        for head in range(heads):
            own = slice(head * d, (head + 1) * d)
            first = head // (heads // key_heads) * d
            shared = slice(first, first + d)
            a = rotate(rms_norm(q[:, own], w[layer + "self_attn.q_norm.weight"], epsilon), frequencies)
            b = rotate(rms_norm(k[:, shared], w[layer + "self_attn.k_norm.weight"], epsilon), frequencies)
            parts.append(attention(a, b, v[:, shared], lambda i, j: np.where(j > i, -1e30, 0.0)))
        x = x + linear(np.concatenate(parts, axis=1), w, layer + "self_attn.o_proj")
        h = rms_norm(x, w[layer + "post_attention_layernorm.weight"], epsilon)
        gated = silu(linear(h, w, layer + "mlp.gate_proj")) * linear(h, w, layer + "mlp.up_proj")
        x = x + linear(gated, w, layer + "mlp.down_proj")
    last = rms_norm(x[-1], w["model.norm.weight"], epsilon)
    head = w["model.embed_tokens.weight"]
    return last @ (head[config["yes"]] - head[config["no"]])


# ---------------------------------------------------------------------------------------- models


def make_bert(config, random):
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    w = {}

    def dense(name, out, into):
        w[name + ".weight"] = random.normal(0, 1.4 / math.sqrt(into), (out, into))
        w[name + ".bias"] = random.normal(0, 0.2, out)

    def norm(name):
        w[name + ".weight"] = random.normal(1, 0.2, hidden)
        w[name + ".bias"] = random.normal(0, 0.2, hidden)

    tables = {"word": config["vocab_size"], "position": config["max_position_embeddings"], "token_type": 2}
    for name, rows in tables.items():
        w[f"bert.embeddings.{name}_embeddings.weight"] = random.normal(0, 0.7, (rows, hidden))
    norm("bert.embeddings.LayerNorm")
    for n in range(config["num_hidden_layers"]):
        layer = f"bert.encoder.layer.{n}."
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            dense(layer + "attention." + name, hidden, hidden)
        norm(layer + "attention.output.LayerNorm")
        dense(layer + "intermediate.dense", inner, hidden)
        dense(layer + "output.dense", hidden, inner)
        norm(layer + "output.LayerNorm")
    dense("bert.pooler.dense", hidden, hidden)
    dense("classifier", 1, hidden)
    return w


def make_qwen3(config, random):
    hidden, inner, d = config["hidden_size"], config["intermediate_size"], config["head_dim"]
    queries, keys = config["num_attention_heads"] * d, config["num_key_value_heads"] * d
    w = {"model.embed_tokens.weight": random.normal(0, 0.3, (config["vocab_size"], hidden))}
    for n in range(config["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        shapes = {
            "self_attn.q_proj": (queries, hidden),
            "self_attn.k_proj": (keys, hidden),
            "self_attn.v_proj": (keys, hidden),
            "self_attn.o_proj": (hidden, queries),
            "mlp.gate_proj": (inner, hidden),
            "mlp.up_proj": (inner, hidden),
            "mlp.down_proj": (hidden, inner),
        }
        for name, shape in shapes.items():
            w[layer + name + ".weight"] = random.normal(0, 1.4 / math.sqrt(shape[1]), shape)
        for name in ("input_layernorm", "post_attention_layernorm"):
            w[layer + name + ".weight"] = random.normal(1, 0.2, hidden)
        for name in ("q_norm", "k_norm"):
            w[layer + "self_attn." + name + ".weight"] = random.normal(1, 0.2, d)
    w["model.norm.weight"] = random.normal(1, 0.2, hidden)
    return w


SIZES = {"hidden_size": 128, "intermediate_size": 256, "num_hidden_layers": 2, "num_attention_heads": 4}

# name: formula, maker, golden of tokenizer and configuration, default group and bits, those of some
# layers, type of all that is not packed, number of files
MODELS = {
    "bert_4bit": (bert, make_bert, "bert", (32, 4), {}, "F16", 1),
    "bert_8bit": (bert, make_bert, "bert", (128, 8), {}, "F32", 1),
    "qwen3_4bit": (qwen3, make_qwen3, "qwen3", (64, 4), {"model.layers.1.mlp.down_proj": (32, 8)}, "BF16", 3),
    "qwen3_8bit": (qwen3, make_qwen3, "qwen3", (64, 8), {"model.embed_tokens": (128, 4)}, "BF16", 1),
}


def write_files(folder, tensors, count):
    names = list(tensors)
    shares = [names[i::count] for i in range(count)]
    files = ["model.safetensors"]
    if count > 1:
        files = [f"model-{i + 1:05}-of-{count:05}.safetensors" for i in range(count)]
        index = {name: file for file, share in zip(files, shares) for name in share}
        text = json.dumps({"metadata": {}, "weight_map": index}, indent=1, sort_keys=True)
        (folder / "model.safetensors.index.json").write_text(text + "\n")
    for file, share in zip(files, shares):
        header, offset = {"__metadata__": {"format": "mlx"}}, 0
        for name in share:
            dtype, shape, blob = tensors[name]
            end = offset + len(blob)
            header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, end]}
            offset = end
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        content = b"".join(tensors[name][2] for name in share)
        (folder / file).write_bytes(len(text).to_bytes(8, "little") + text + content)


def main():
    (HERE / "expected").mkdir(exist_ok=True)
    for seed, (name, model) in enumerate(MODELS.items()):
        formula, maker, golden, default, others, dtype, count = model
        folder = HERE / "models" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(GOLDEN / "models" / golden / file, folder / file)
        config = json.loads((GOLDEN / "models" / golden / "config.json").read_text()) | SIZES
        random = np.random.Generator(np.random.PCG64(7000 + seed))
        tensors, unpacked = {}, {}
        for key, array in maker(config, random).items():
            layer = key.removesuffix(".weight")
            group, bits = others.get(layer, default)
            if array.ndim == 2 and array.shape[1] % group == 0:
                words, scales, biases = pack(rounded(array, dtype), group, bits, dtype)
                tensors[key] = ("U32", list(words.shape), words.astype("<u4").tobytes())
                tensors[layer + ".scales"] = (dtype, list(scales.shape), encode(scales, dtype))
                tensors[layer + ".biases"] = (dtype, list(biases.shape), encode(biases, dtype))
                unpacked[key] = unpack(words, scales, biases, group, bits)
            else:
                tensors[key] = (dtype, list(array.shape), encode(array, dtype))
                unpacked[key] = rounded(array, dtype)
        write_files(folder, tensors, count)
        expected = json.loads((GOLDEN / "expected" / (golden + ".json")).read_text("utf-8"))
        settings = {"group_size": default[0], "bits": default[1], "mode": "affine"}
        settings |= {key: {"group_size": g, "bits": b} for key, (g, b) in others.items()}
        config |= {"quantization": settings, "quantization_config": settings}
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
        config |= {"yes": expected.get("true_token_id"), "no": expected.get("false_token_id")}
        cases = []
        for case in expected["cases"]:
            if case["name"] in CASES:
                ids = np.array(case["input_ids"])
                types = np.array(case.get("token_type_ids", np.zeros_like(ids)))
                logit = round(float(formula(config, unpacked, ids, types)), 9)
                kept = {key: case[key] for key in ("name", "query", "document", "input_ids")}
                if "token_type_ids" in case:
                    kept["token_type_ids"] = case["token_type_ids"]
                cases.append(kept | {"logits": [logit]})
        print(name, [case["logits"][0] for case in cases])
        content = {
            "notes": "Computed by pack.py, not by MLX or the reference.",
            "max_length": expected["max_length"],
            "cases": cases,
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (HERE / "expected" / (name + ".json")).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
