package podium;

/// What the model's special tokens (`</s>`, `[SEP]`, `<|im_end|>`) mean inside the text of users.
public enum SpecialTokens {
  /// They are ordinary characters. Nobody can steer the model by typing them.
  TEXT,
  /// They become control tokens, as in the Python reference.
  PARSE
}
