package podium.http;

import podium.Scores;

/// Takes down what turns out about a request on its way, for those who count and log.
public interface Notes {

  /// The model that is asked.
  void model(String name);

  /// What it answered; once for each question.
  void scored(Scores scores);
}
