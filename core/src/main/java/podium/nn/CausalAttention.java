package podium.nn;

import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.Batch;

/// Self-attention of decoders, with rotary positions (Su et al. 2021), whose keys and values are
/// shared by groups of heads (Ainslie et al. 2023), up to the heads' outputs side by side:
///
///     [q k v] = x W_qkvᵀ + b
///     q, k    = rotated(norm(q)), rotated(norm(k))      head by head
///     context = softmax(q kᵀ / √d + mask) v             the mask hides what is out of reach,
///                                                       usually what comes later
///
/// | tensor     | shape                   |
/// |------------|-------------------------|
/// | x          | `[tokens, hidden]`      |
/// | q, context | `[tokens, heads · d]`   |
/// | k, v       | `[tokens, keyHeads · d]`|
///
/// @param qkv `hidden → (heads + 2 · keyHeads) · d`: the outputs q of all heads, then k, then v
/// @param queryNorm of each head; left out by some
/// @param keyNorm likewise
record CausalAttention(Engine.Linear qkv, Step queryNorm, Step keyNorm, AttentionShape shape) {

  /// Elements of a token's key and value.
  long keptPerToken() {
    return 2L * shape.keyHeads() * shape.headSize();
  }

  Tensor context(Operators o, Tensor x, Batch batch, Rotation rotation) {
    int keys = shape.heads() * shape.headSize();
    int values = keys + shape.keyHeads() * shape.headSize();
    Tensor all = o.linear(x, qkv);
    Tensor q = queryNorm.of(o, o.columns(all, 0, keys));
    Tensor k = keyNorm.of(o, o.columns(all, keys, values));
    Tensor v = o.columns(all, values, qkv.out());

    o.rotate(q, rotation);
    o.rotate(k, rotation);
    return o.attention(q, k, v, batch, shape);
  }
}
