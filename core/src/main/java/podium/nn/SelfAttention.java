package podium.nn;

import java.util.Optional;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.RelativeTerms;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.Batch;

/// Multi-head scaled dot-product self-attention (Vaswani et al. 2017, section 3.2), up to the heads'
/// outputs side by side; their projection belongs to the layer around it:
///
///     [q k v] = x W_qkvᵀ + b        context = softmax(q kᵀ / √d) v
///
/// | tensor     | shape                |
/// |------------|----------------------|
/// | x, context | `[tokens, hidden]`   |
/// | q, k, v    | `[tokens, heads · d]`|
///
/// @param qkv `hidden → 3 · hidden`: the outputs q of all heads, then k, then v
/// @param terms what the distance of query and key adds to `q kᵀ`, if anything
record SelfAttention(Engine.Linear qkv, AttentionShape shape, Optional<RelativeTerms> terms) {

  SelfAttention(Engine.Linear qkv, AttentionShape shape) {
    this(qkv, shape, Optional.empty());
  }

  Tensor context(Operators o, Tensor x, Batch batch) {
    return attend(o, o.linear(x, qkv), batch);
  }

  /// The same with rotary positions: q and k are rotated before they meet.
  Tensor context(Operators o, Tensor x, Batch batch, Rotation rotation) {
    Tensor all = o.linear(x, qkv);
    o.rotate(o.columns(all, 0, 2 * hidden()), rotation);
    return attend(o, all, batch);
  }

  private Tensor attend(Operators o, Tensor all, Batch batch) {
    Tensor q = o.columns(all, 0, hidden());
    Tensor k = o.columns(all, hidden(), 2 * hidden());
    Tensor v = o.columns(all, 2 * hidden(), 3 * hidden());
    return terms
        .map(distance -> o.attention(q, k, v, batch, shape, distance))
        .orElseGet(() -> o.attention(q, k, v, batch, shape));
  }

  private int hidden() {
    return shape.heads() * shape.headSize();
  }
}
