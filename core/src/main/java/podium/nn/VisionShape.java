package podium.nn;

import java.util.List;
import podium.RerankException.ModelUnavailable;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.model.Config;
import podium.tensor.PatchGrid;

/// The sizes of a vision tower, `vision_config` of `config.json`.
///
/// @param hidden width of the residual stream
/// @param intermediate width of the feed-forward layer
/// @param positions rows, and also columns, of the grid of learned positions
/// @param out width of the language model
/// @param deepstack blocks, counted from 0, whose output goes to the language model as well
record VisionShape(
    int depth,
    int hidden,
    int heads,
    int intermediate,
    int positions,
    int out,
    List<Integer> deepstack,
    Activation activation) {

  static final float EPSILON = 1e-6f;

  private static final int CHANNELS = 3;
  private static final int FRAMES = 2;
  private static final int PATCH_SIDE = 16;

  VisionShape {
    deepstack = List.copyOf(deepstack);
    if (hidden % heads != 0 || hidden / heads % 4 != 0) {
      throw refuse(
          "a hidden_size of %d cannot be shared and rotated by %d heads".formatted(hidden, heads));
    }
    if (!isRising(deepstack, depth)) {
      throw refuse(
          "deepstack_visual_indexes must rise and stay below the depth of %d, but are %s"
              .formatted(depth, deepstack));
    }
  }

  private static boolean isRising(List<Integer> blocks, int depth) {
    return blocks.stream().allMatch(block -> block < depth)
        && blocks.stream().sorted().distinct().toList().equals(blocks);
  }

  /// @param vision the object under `vision_config`
  static VisionShape of(Config vision) {
    require(vision, "in_channels", CHANNELS);
    require(vision, "temporal_patch_size", FRAMES);
    require(vision, "patch_size", PATCH_SIDE);
    require(vision, "spatial_merge_size", PatchGrid.BLOCK);
    return new VisionShape(
        vision.positive("depth"),
        vision.positive("hidden_size"),
        vision.positive("num_heads"),
        vision.positive("intermediate_size"),
        squareRoot(vision.positive("num_position_embeddings")),
        vision.positive("out_hidden_size"),
        vision.naturals("deepstack_visual_indexes"),
        EncoderShape.activation(vision, "hidden_act", "gelu_pytorch_tanh"));
  }

  private static void require(Config vision, String key, int only) {
    int found = vision.positive(key, only);
    if (found != only) {
      throw refuse("%s must be %d, but is %d".formatted(key, only, found));
    }
  }

  private static int squareRoot(int square) {
    int root = (int) Math.sqrt(square);
    if (root * root != square) {
      throw refuse("num_position_embeddings must be a square, but is " + square);
    }
    return root;
  }

  private static ModelUnavailable refuse(String why) {
    return new ModelUnavailable("config.json: vision_config: " + why);
  }

  /// Of the convolution that reads patches.
  long[] kernel() {
    return new long[] {hidden, CHANNELS, FRAMES, PATCH_SIDE, PATCH_SIDE};
  }

  int headSize() {
    return hidden / heads;
  }

  AttentionShape attention() {
    return AttentionShape.full(heads, headSize());
  }
}
