package podium.nn;

import java.util.List;
import java.util.Optional;
import podium.RerankException.ModelUnavailable;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.model.Recognition.Template;
import podium.tensor.Batch;

/// Qwen3-VL (Bai et al. 2025), of which Qwen3-VL-Reranker is made: the decoder of Qwen3 with the
/// vectors of a vision tower among its embeddings, and positions in time, height and width.
record Qwen3Vl() implements NetworkFamily {

  private static final String ARCHITECTURE = "Qwen3VLForConditionalGeneration";

  /// The longest prompt of the reranker's own script, without its end.
  private static final int LONGEST = 10_240;

  private static final String TEXT = "model.language_model";

  @Override
  public String id() {
    return "qwen3_vl";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    if (files.architecture().filter(ARCHITECTURE::equals).isEmpty()) {
      return Optional.empty();
    }
    Shape shape = Shape.of(files.config());
    return Optional.of(
        new Recognition(
            id(),
            "config.json: architectures[0] is " + ARCHITECTURE,
            Math.min(LONGEST, shape.positions()),
            Template.QWEN3_VL_RERANKER,
            CausalReranker.remarks(files)));
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Shape shape = Shape.of(model.config());
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    return new Loaded(
        VisionTower.load(checkpoint.at("model.visual"), shape.vision()),
        Decoder.load(checkpoint.at(TEXT), shape.text()),
        shape,
        LogitLayer.of(
            CausalReranker.answerRow(model, Answer.YES_OR_NO, TEXT, shape.text()), engine));
  }

  /// @param rowPairs pairs of each head that turn by the row of a picture's token
  /// @param columnPairs those that turn by its column
  /// @param positions of the longest text
  private record Shape(
      VisionShape vision, DecoderShape text, int rowPairs, int columnPairs, int positions) {

    Shape {
      if (vision.out() != text.hidden()) {
        throw new ModelUnavailable(
            "config.json: vision_config.out_hidden_size is %d, but text_config.hidden_size is %d"
                .formatted(vision.out(), text.hidden()));
      }
    }

    static Shape of(Config config) {
      Config text = config.object("text_config");
      DecoderShape decoder = Qwen3.shape(text);
      List<Integer> sections = sections(text, decoder.headSize() / 2);
      return new Shape(
          VisionShape.of(config.object("vision_config")),
          decoder,
          sections.get(1),
          sections.get(2),
          text.positive("max_position_embeddings", LONGEST));
    }

    /// How many pairs turn by time, row and column. Version 5 of transformers has them in
    /// `rope_parameters`, version 4 in `rope_scaling`.
    private static List<Integer> sections(Config text, int pairs) {
      List<Integer> sections = text.naturals("rope_parameters.mrope_section");
      if (sections.isEmpty()) {
        sections = text.naturals("rope_scaling.mrope_section");
      }
      if (sections.size() != 3 || sections.stream().mapToInt(s -> s).sum() != pairs) {
        throw new ModelUnavailable(
            "config.json: text_config: mrope_section must be three numbers that add up to %d, but is %s"
                .formatted(pairs, sections));
      }
      return sections;
    }
  }

  private record Loaded(VisionTower tower, Decoder decoder, Shape shape, LogitLayer output)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      return logits(o, batch, ShownPictures.of(o, batch, tower));
    }

    private float[] logits(Operators o, Batch batch, ShownPictures shown) {
      Rotation rotation =
          SpatialPositions.of(batch)
              .rotation(decoder.rope(), shape.rowPairs(), shape.columnPairs());
      Tensor x = shown.embed(o, batch, decoder.words());
      return output.logits(o, decoder.lastRows(o, x, batch, rotation, shown::before));
    }

    @Override
    public long keptPerPrefixToken() {
      return decoder.keptPerPrefixToken();
    }

    @Override
    public long keptPerPictureToken() {
      return (long) tower.layers() * shape.text().hidden();
    }

    @Override
    public int rowsAtOnce(int tokens) {
      return Math.max(tokens, VisionTower.PATCHES_AT_ONCE);
    }

    @Override
    public long flops(Batch batch) {
      var counter = new FlopCounter();
      logits(counter, batch, ShownPictures.counted(counter, batch, tower));
      return counter.flops();
    }
  }
}
