package podium.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import podium.engine.Activation;
import podium.engine.Engine.Linear;
import podium.engine.Engine.Norm;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.nn.Checkpoint.StoredLinear;
import podium.tensor.Batch;
import podium.tensor.PatchGrid;
import podium.tensor.StoredTensor;

/// The vision tower of Qwen3-VL (Bai et al. 2025): a vision transformer (Dosovitskiy et al. 2021)
/// over the patches of images of any size, in which each patch sees all others of its image. What
/// the last block and some before it ("deepstack", Meng et al. 2024) make of 2 × 2 patches becomes a
/// vector each for the language model:
///
///     x = W p + b + position        then block by block, and after some of them
///     v = Merger(x)
///
/// | tensor | shape                           |
/// |--------|---------------------------------|
/// | p      | `[patches, 1536]`               |
/// | x      | `[patches, hidden]`             |
/// | v      | `[patches / 4, text's hidden]`  |
///
/// @param merger after the last block
/// @param deepstack those after other blocks, by their numbers
record VisionTower(
    Linear patch,
    PatchPositions positions,
    List<Block> blocks,
    Merger merger,
    Map<Integer, Merger> deepstack) {

  /// Patches that go through the tower together, unless one image has more.
  static final int PATCHES_AT_ONCE = 4096;

  /// How many vectors each block of patches becomes.
  int layers() {
    return 1 + deepstack.size();
  }

  /// The vectors of each image, `[mergedCount(), text's hidden]` for the last block and for each
  /// block of the deepstack, in this order.
  List<List<float[]>> vectors(Operators o, List<? extends PatchGrid> images) {
    List<List<float[]>> vectors = new ArrayList<>();
    for (int from = 0; from < images.size(); ) {
      int to = from;
      for (int room = PATCHES_AT_ONCE; to < images.size(); to++) {
        room -= images.get(to).count();
        if (room < 0 && to > from) {
          break;
        }
      }
      List<? extends PatchGrid> together = images.subList(from, to);
      vectors.addAll(split(together(o, together), together));
      from = to;
    }
    return vectors;
  }

  /// @return `[all patches / 4, text's hidden]` for each layer
  private List<float[]> together(Operators o, List<? extends PatchGrid> images) {
    Batch batch = Batch.ofLengths(images.stream().map(PatchGrid::count).toList());
    Rotation rotation = positions.rotation(images);
    List<float[]> layers = new ArrayList<>();
    Tensor x = o.linearPlus(patches(o, images), patch, positions.embed(o, images));
    o.keep(x);
    for (int n = 0; n < blocks.size(); n++) {
      x = blocks.get(n).of(o, x, batch, rotation);
      o.keep(x);
      if (deepstack.containsKey(n)) {
        layers.add(o.read(deepstack.get(n).of(o, x)));
        o.keep(x);
      }
    }
    layers.addFirst(o.read(merger.of(o, x)));
    o.keep();
    return layers;
  }

  private static Tensor patches(Operators o, List<? extends PatchGrid> images) {
    int length = images.getFirst().patchLength();
    float[] all = new float[images.stream().mapToInt(PatchGrid::count).sum() * length];
    int from = 0;
    for (PatchGrid image : images) {
      image.copyTo(all, from);
      from += image.count() * length;
    }
    return o.write(all, length);
  }

  private static List<List<float[]>> split(List<float[]> layers, List<? extends PatchGrid> images) {
    if (images.size() == 1) {
      return List.of(layers);
    }
    int rows = images.stream().mapToInt(PatchGrid::mergedCount).sum();
    List<List<float[]>> split = new ArrayList<>();
    int row = 0;
    for (PatchGrid image : images) {
      int from = row;
      row += image.mergedCount();
      int to = row;
      split.add(
          layers.stream()
              .map(v -> Arrays.copyOfRange(v, v.length / rows * from, v.length / rows * to))
              .toList());
    }
    return split;
  }

  /// One pre-norm layer:
  ///
  ///     a = x + W_o Attention(LayerNorm(x))
  ///     y = a + W₂ f(W₁ LayerNorm(a) + b₁) + b₂
  ///
  /// @param activation f
  record Block(
      Norm attentionNorm,
      SelfAttention attention,
      Linear output,
      Norm mlpNorm,
      Linear up,
      Activation activation,
      Linear down) {

    Tensor of(Operators o, Tensor x, Batch batch, Rotation rotation) {
      Tensor context = attention.context(o, o.norm(x, attentionNorm), batch, rotation);
      Tensor a = o.linearPlus(context, output, x);
      return o.linearPlus(o.linear(o.norm(a, mlpNorm), up, activation), down, a);
    }
  }

  /// Four patches to one vector, with the exact gelu:
  ///
  ///     v = W₂ gelu(W₁ [n₁ n₂ n₃ n₄] + b₁) + b₂
  ///
  /// @param before normalizes each patch; empty if `after` normalizes the four together
  record Merger(Optional<Norm> before, Optional<Norm> after, Linear up, Linear down) {

    Tensor of(Operators o, Tensor x) {
      Tensor each = before.map(norm -> o.norm(x, norm)).orElse(x);
      Tensor four = o.joinRows(each, PatchGrid.BLOCK * PatchGrid.BLOCK);
      Tensor n = after.map(norm -> o.norm(four, norm)).orElse(four);
      return o.linear(o.linear(n, up, Activation.GELU), down);
    }
  }

  /// @param tower where the tower's tensors are
  static VisionTower load(Checkpoint tower, VisionShape shape) {
    Map<Integer, Merger> deepstack = new TreeMap<>();
    for (int k = 0; k < shape.deepstack().size(); k++) {
      deepstack.put(
          shape.deepstack().get(k), merger(tower.at("deepstack_merger_list." + k), shape, 4));
    }
    return new VisionTower(
        tower.linear(patch(tower.at("patch_embed"), shape)),
        new PatchPositions(
            tower.table("pos_embed", shape.positions() * shape.positions(), shape.hidden()),
            shape.positions(),
            RopeTable.ofTwoAxes(10_000, shape.headSize())),
        IntStream.range(0, shape.depth())
            .mapToObj(n -> block(tower.at("blocks." + n), shape))
            .toList(),
        merger(tower.at("merger"), shape, 1),
        deepstack);
  }

  /// Stored as a convolution whose steps are as wide as itself.
  private static StoredLinear patch(Checkpoint embed, VisionShape shape) {
    StoredTensor kernel = embed.tensor("proj.weight", shape.kernel());
    return new StoredLinear(
        kernel.reshape(shape.hidden(), kernel.elements() / shape.hidden()),
        List.of(embed.tensor("proj.bias", shape.hidden())));
  }

  private static Block block(Checkpoint block, VisionShape shape) {
    int hidden = shape.hidden();
    return new Block(
        block.layerNorm("norm1", hidden, VisionShape.EPSILON),
        new SelfAttention(block.linear("attn.qkv", hidden, 3 * hidden), shape.attention()),
        block.linear("attn.proj", hidden, hidden),
        block.layerNorm("norm2", hidden, VisionShape.EPSILON),
        block.linear("mlp.linear_fc1", hidden, shape.intermediate()),
        shape.activation(),
        block.linear("mlp.linear_fc2", shape.intermediate(), hidden));
  }

  /// @param joined how many patches the norm sees together: 1 or 4
  private static Merger merger(Checkpoint merger, VisionShape shape, int joined) {
    int four = 4 * shape.hidden();
    Norm norm = merger.layerNorm("norm", joined * shape.hidden(), VisionShape.EPSILON);
    return new Merger(
        Optional.of(norm).filter(_ -> joined == 1),
        Optional.of(norm).filter(_ -> joined == 4),
        merger.linear("linear_fc1", four, four),
        merger.linear("linear_fc2", four, shape.out()));
  }
}
