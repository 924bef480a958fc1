package podium.bench;

import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `XLMRobertaForSequenceClassification`: the bge rerankers.
final class XlmRobertaShape {

  private static final int VOCABULARY = 250_002;

  private XlmRobertaShape() {}

  static BenchShape of(String name, int hidden, int layers, int positions) {
    String config =
        """
        {"architectures": ["XLMRobertaForSequenceClassification"], "model_type": "xlm-roberta",
         "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "intermediate_size": %d,
         "max_position_embeddings": %d, "vocab_size": %d, "type_vocab_size": 1, "pad_token_id": 1,
         "layer_norm_eps": 1e-05, "hidden_act": "gelu", "position_embedding_type": "absolute",
         "id2label": {"0": "LABEL_0"}}
        """
            .formatted(hidden, layers, hidden / 64, 4 * hidden, positions, VOCABULARY);

    var tensors =
        new Tensors()
            .matrix("roberta.embeddings.word_embeddings.weight", VOCABULARY, hidden)
            .matrix("roberta.embeddings.position_embeddings.weight", positions, hidden)
            .matrix("roberta.embeddings.token_type_embeddings.weight", 1, hidden)
            .norm("roberta.embeddings.LayerNorm", hidden);
    for (int layer = 0; layer < layers; layer++) {
      BertShape.layer(tensors, "roberta.encoder.layer." + layer, hidden, 4 * hidden);
    }
    tensors.linear("classifier.dense", hidden, hidden).linear("classifier.out_proj", 1, hidden);
    return new BenchShape(name, config, VOCABULARY, positions - 2, DType.F32, tensors.list());
  }
}
