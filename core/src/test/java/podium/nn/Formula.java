package podium.nn;

import java.util.List;

/// Tiny models of families for which no reference output is at hand, and what a script of ours
/// makes of them: `formula/formula.py`, which has the published formulas and nothing of this
/// project. Kept apart from [Golden], since it only shows that we read a formula in the same way
/// twice.
public final class Formula {

  public static final List<String> NAMES =
      List.of("jina_bert", "jina_bert_two_labels", "llama_bidirec", "llama_bidirec_v5");

  private Formula() {}

  /// The cases of one model.
  public static Golden of(String name) {
    return of(name, name);
  }

  /// Others, of 513 to 8192 tokens.
  static Golden ofLongTexts(String name) {
    return of(name, name + "_long");
  }

  private static Golden of(String name, String cases) {
    return new Golden(
        "formula/" + cases,
        Golden.path("formula/models/" + name),
        Golden.cases(Golden.json("formula/expected/" + cases + ".json")));
  }
}
