package podium.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.RerankException.ModelUnavailable;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Engine.Linear;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.RelativeTerms;
import podium.engine.Tensor;
import podium.model.Config;
import podium.nn.PostNormEncoder.Layer;
import podium.tensor.StoredTensor;

/// Disentangled attention (He et al. 2021, section 3.1): the score of a query and a key is
///
///     s_ij = (q_i·k_j + q_i·K[δ(i − j)] + k_j·Q[δ(i − j)]) / √(t d)
///
/// with t terms. K and Q are projections of one embedding of relative positions. They do not depend
/// on the text and are computed when the network is loaded.
///
/// @param keyTerm whether there is `q·K`, content to position (`c2p`)
/// @param queryTerm whether there is `k·Q`, position to content (`p2c`)
/// @param relative whether there are terms at all; the divisor counts them even if not
/// @param shared whether K and Q are projected as k and q are
/// @param normed whether the embedding is normalized first
record Disentangled(
    boolean keyTerm,
    boolean queryTerm,
    boolean relative,
    boolean shared,
    boolean normed,
    Distances distances) {

  /// Relative positions have rows of an embedding table: those up to half of `buckets` away one
  /// each, those farther away share them logarithmically, up to `farthest`.
  ///
  /// @param buckets to either side; 0 for a row for every relative position below `farthest`
  record Distances(int buckets, int farthest) {

    /// Half of the rows of the table.
    int span() {
      return buckets > 0 ? buckets : farthest;
    }

    int row(int distance) {
      return Math.clamp(bucket(distance) + span(), 0, 2 * span() - 1);
    }

    private int bucket(int distance) {
      int middle = buckets / 2;
      int length = Math.abs(distance);
      if (buckets == 0 || length <= middle) {
        return distance;
      }
      double share =
          Math.log((double) length / middle) / Math.log((farthest - 1.0) / middle) * (middle - 1);
      return (int) (Math.signum((double) distance) * (Math.ceil(share) + middle));
    }
  }

  /// With the keys and defaults of transformers.
  static Disentangled of(Config config) {
    List<String> terms = list(config, "pos_att_type");
    int farthest = limit(config, "max_relative_positions", 0);
    return new Disentangled(
        terms.contains("c2p"),
        terms.contains("p2c"),
        config.flag("relative_attention", false),
        config.flag("share_att_key", false),
        list(config, "norm_rel_ebd").contains("layer_norm"),
        new Distances(
            limit(config, "position_buckets", 0),
            farthest > 0 ? farthest : config.positive("max_position_embeddings", 512)));
  }

  /// A number, or 0 where it is -1.
  private static int limit(Config config, String key, int fallback) {
    return (int) Math.max(0, config.number(key, fallback));
  }

  /// A list, also one that is written as `a|b`.
  private static List<String> list(Config config, String key) {
    boolean text = config.value(key).filter(node -> node.isTextual()).isPresent();
    List<String> items = text ? List.of(config.text(key, "").split("\\|", -1)) : config.texts(key);
    List<String> known = List.of("c2p", "p2c", "layer_norm", "none", "");
    return items.stream()
        .map(item -> item.trim())
        .peek(item -> {
          if (!known.contains(item)) {
            throw new ModelUnavailable(
                "config.json: %s may have c2p, p2c, layer_norm or none, but has %s"
                    .formatted(key, item));
          }
        })
        .toList();
  }

  /// The layers of an encoder with this attention in the place of their own.
  PostNormEncoder load(Checkpoint checkpoint, PostNormEncoder encoder, EncoderShape shape) {
    try (Operators o = checkpoint.engine().operators(1)) {
      List<Layer> layers = new ArrayList<>();
      for (int n = 0; n < encoder.layers().size(); n++) {
        Layer layer = encoder.layers().get(n);
        Checkpoint self = checkpoint.at("layer." + n + ".attention.self");
        Optional<RelativeTerms> terms =
            Optional.of(relative)
                .filter(present -> present)
                .map(_ -> terms(o, checkpoint, self, layer.attention().qkv(), shape));
        Linear qkv = layer.attention().qkv();
        layers.add(layer.with(new SelfAttention(qkv, attention(shape), terms)));
        o.keep();
      }
      return new PostNormEncoder(layers);
    }
  }

  private AttentionShape attention(EncoderShape shape) {
    int terms = 1 + (keyTerm ? 1 : 0) + (queryTerm ? 1 : 0);
    float scale = (float) (1 / Math.sqrt((double) terms * shape.headSize()));
    return new AttentionShape(
        shape.heads(), shape.heads(), shape.headSize(), scale, new AttentionShape.Reach.All());
  }

  private RelativeTerms terms(
      Operators o, Checkpoint encoder, Checkpoint self, Linear qkv, EncoderShape shape) {
    Tensor r = embedding(o, encoder, shape);
    int hidden = shape.hidden();
    Engine engine = encoder.engine();
    Optional<Engine.Positions> keys = Optional.empty();
    Optional<Engine.Positions> queries = Optional.empty();
    if (keyTerm) {
      Tensor k =
          shared
              ? o.columns(o.linear(r, qkv), hidden, 2 * hidden)
              : o.linear(r, self.linear("pos_key_proj", hidden, hidden));
      keys = Optional.of(positions(o, engine, k));
    }
    if (queryTerm) {
      Tensor q =
          shared
              ? o.columns(o.linear(r, qkv), 0, hidden)
              : o.linear(r, self.linear("pos_query_proj", hidden, hidden));
      queries = Optional.of(positions(o, engine, q));
    }
    return new RelativeTerms.Content(keys, queries, distances::row);
  }

  /// Of all relative positions, `[2 · span, hidden]`.
  private Tensor embedding(Operators o, Checkpoint encoder, EncoderShape shape) {
    int rows = 2 * distances.span();
    var all =
        new Lookup(
            encoder.table("rel_embeddings", rows, shape.hidden()),
            IntStream.range(0, rows).toArray());
    Tensor r = o.embed(all);
    return normed ? o.norm(r, encoder.layerNorm("LayerNorm", shape.hidden(), shape.epsilon())) : r;
  }

  private static Engine.Positions positions(Operators o, Engine engine, Tensor x) {
    return engine.positions(
        StoredTensor.of("relative positions", o.read(x), x.rows(), x.columns()));
  }
}
