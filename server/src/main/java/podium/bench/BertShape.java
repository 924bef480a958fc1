package podium.bench;

import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `BertForSequenceClassification`: the MiniLM cross-encoders.
final class BertShape {

  private static final int HIDDEN = 384;
  private static final int LAYERS = 6;
  private static final int HEADS = 12;
  private static final int INTERMEDIATE = 1536;
  private static final int POSITIONS = 512;
  private static final int VOCABULARY = 30_522;

  private BertShape() {}

  static BenchShape of(String name) {
    String config =
        """
        {"architectures": ["BertForSequenceClassification"], "model_type": "bert",
         "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "intermediate_size": %d,
         "max_position_embeddings": %d, "vocab_size": %d, "type_vocab_size": 2, "pad_token_id": 0,
         "layer_norm_eps": 1e-12, "hidden_act": "gelu", "position_embedding_type": "absolute",
         "id2label": {"0": "LABEL_0"}}
        """
            .formatted(HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS, VOCABULARY);

    var tensors =
        new Tensors()
            .matrix("bert.embeddings.word_embeddings.weight", VOCABULARY, HIDDEN)
            .matrix("bert.embeddings.position_embeddings.weight", POSITIONS, HIDDEN)
            .matrix("bert.embeddings.token_type_embeddings.weight", 2, HIDDEN)
            .norm("bert.embeddings.LayerNorm", HIDDEN);
    for (int layer = 0; layer < LAYERS; layer++) {
      layer(tensors, "bert.encoder.layer." + layer, HIDDEN, INTERMEDIATE);
    }
    tensors.linear("bert.pooler.dense", HIDDEN, HIDDEN).linear("classifier", 1, HIDDEN);
    return new BenchShape(name, config, VOCABULARY, POSITIONS, DType.F32, tensors.list());
  }

  /// One post-norm layer under the names that BERT and RoBERTa share.
  static void layer(Tensors tensors, String prefix, int hidden, int intermediate) {
    tensors
        .linear(prefix + ".attention.self.query", hidden, hidden)
        .linear(prefix + ".attention.self.key", hidden, hidden)
        .linear(prefix + ".attention.self.value", hidden, hidden)
        .linear(prefix + ".attention.output.dense", hidden, hidden)
        .norm(prefix + ".attention.output.LayerNorm", hidden)
        .linear(prefix + ".intermediate.dense", intermediate, hidden)
        .linear(prefix + ".output.dense", hidden, intermediate)
        .norm(prefix + ".output.LayerNorm", hidden);
  }
}
