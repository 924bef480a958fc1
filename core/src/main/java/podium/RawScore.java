package podium;

/// What the raw output of a model for a document is, and how it becomes a relevance in 0..1. Never
/// changes the order of documents.
public enum RawScore {

  /// Any finite number; its relevance is its logistic sigmoid.
  LOGIT(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY) {
    @Override
    public float relevance(float logit) {
      return sigmoid(logit);
    }
  },

  /// Any finite number; its relevance is the logistic sigmoid of a fifth of it, as the authors of
  /// zerank want it.
  LOGIT_OVER_5(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY) {
    @Override
    public float relevance(float logit) {
      return sigmoid(logit / 5.0);
    }
  },

  /// The cosine of two vectors, from −1 to 1; its relevance is `(c + 1) / 2`.
  COSINE(-1, 1) {
    @Override
    public float relevance(float cosine) {
      return (float) ((cosine + 1.0) / 2);
    }
  };

  private final float least;
  private final float most;

  RawScore(float least, float most) {
    this.least = least;
    this.most = most;
  }

  /// In 0..1.
  public abstract float relevance(float raw);

  private static float sigmoid(double x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  /// No raw score is below; infinite if there is no limit.
  public float least() {
    return least;
  }

  /// No raw score is above; infinite if there is no limit.
  public float most() {
    return most;
  }

  /// Whether raw scores have limits that are worth telling.
  public boolean isBounded() {
    return Float.isFinite(least) && Float.isFinite(most);
  }
}
