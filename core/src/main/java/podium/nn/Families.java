package podium.nn;

import java.util.List;
import podium.model.Recognition;

/// All families.
public final class Families {

  /// In the order in which they are asked.
  public static final List<NetworkFamily> IN_ORDER =
      List.of(
          new NewModel(),
          new ModernBert(),
          new DebertaV2(),
          Roberta.multilingual(),
          Roberta.monolingual(),
          new Bert(),
          new JinaBert(),
          new Electra(),
          new DistilBert(),
          new Qwen3(),
          new Qwen2(),
          new Gemma(),
          new LlamaBidirectional(),
          new JinaV3(),
          new Qwen3Vl());

  private Families() {}

  /// The family that recognised a directory.
  public static NetworkFamily of(Recognition recognition) {
    return of(recognition, IN_ORDER);
  }

  /// The same of other families.
  public static NetworkFamily of(Recognition recognition, List<NetworkFamily> families) {
    return families.stream()
        .filter(family -> family.id().equals(recognition.family()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("there is no family " + recognition.family()));
  }
}
