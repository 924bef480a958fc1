package podium.bench;

import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `DebertaV2ForSequenceClassification`: mxbai-rerank v1.
final class DebertaShape {

  private static final int BUCKETS = 256;
  private static final int POSITIONS = 512;
  private static final int VOCABULARY = 128_100;

  private DebertaShape() {}

  static BenchShape of(String name, int hidden, int layers) {
    String config =
        """
        {"architectures": ["DebertaV2ForSequenceClassification"], "model_type": "deberta-v2",
         "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "intermediate_size": %d,
         "max_position_embeddings": %d, "vocab_size": %d, "type_vocab_size": 0, "pad_token_id": 0,
         "relative_attention": true, "position_buckets": %d, "max_relative_positions": -1,
         "share_att_key": true, "pos_att_type": ["p2c", "c2p"], "norm_rel_ebd": "layer_norm",
         "position_biased_input": false, "layer_norm_eps": 1e-07, "hidden_act": "gelu",
         "pooler_hidden_act": "gelu", "id2label": {"0": "LABEL_0"}}
        """
            .formatted(hidden, layers, hidden / 64, 4 * hidden, POSITIONS, VOCABULARY, BUCKETS);

    var tensors =
        new Tensors()
            .matrix("deberta.embeddings.word_embeddings.weight", VOCABULARY, hidden)
            .norm("deberta.embeddings.LayerNorm", hidden)
            .matrix("deberta.encoder.rel_embeddings.weight", 2 * BUCKETS, hidden)
            .norm("deberta.encoder.LayerNorm", hidden);
    for (int layer = 0; layer < layers; layer++) {
      layer(tensors, "deberta.encoder.layer." + layer, hidden);
    }
    tensors.linear("pooler.dense", hidden, hidden).linear("classifier", 1, hidden);
    return new BenchShape(name, config, VOCABULARY, POSITIONS, DType.F16, tensors.list());
  }

  private static void layer(Tensors tensors, String prefix, int hidden) {
    tensors
        .linear(prefix + ".attention.self.query_proj", hidden, hidden)
        .linear(prefix + ".attention.self.key_proj", hidden, hidden)
        .linear(prefix + ".attention.self.value_proj", hidden, hidden)
        .linear(prefix + ".attention.output.dense", hidden, hidden)
        .norm(prefix + ".attention.output.LayerNorm", hidden)
        .linear(prefix + ".intermediate.dense", 4 * hidden, hidden)
        .linear(prefix + ".output.dense", hidden, 4 * hidden)
        .norm(prefix + ".output.LayerNorm", hidden);
  }
}
