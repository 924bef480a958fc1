package podium.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the places below a root that look like models, by the names of their files alone. Goes two
/// folders deep, follows links but not back to where it came from, and leaves out hidden folders.
///
/// A folder with both `config.json` and weights ends the search there. One with only some file of a
/// model (a stray `config.json` beside the models, say) is a place as well, but the search goes on
/// below it for complete ones.
final class ModelWalk {

  private static final int MAX_DEPTH = 2;

  /// A folder that looks like a model.
  ///
  /// @param problem why it cannot be looked into
  record Place(String name, Path path, Optional<String> problem) {}

  /// What the names of a folder's files say of it.
  private enum Look {
    NOTHING,
    PART,
    COMPLETE
  }

  private final List<Place> places = new ArrayList<>();

  private ModelWalk() {}

  /// The places below all roots, root by root, sorted by path within each.
  static List<Place> below(List<Path> roots) {
    var walk = new ModelWalk();
    Set<Path> distinct = new LinkedHashSet<>();
    for (Path root : roots) {
      try {
        if (distinct.add(root.toRealPath())) {
          walk.root(root);
        }
      } catch (IOException e) {
        walk.problem(root.toString(), root, e);
      }
    }
    return walk.places;
  }

  private void root(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      places.add(new Place(root.toString(), root, Optional.of("this is not a folder")));
      return;
    }
    visit(
        new Step(HubCache.fileName(root.toAbsolutePath().normalize()), root, List.of(), Look.PART));
  }

  /// One folder on the way.
  ///
  /// @param above real paths of the folders on the way to it, from the root on
  /// @param least how much of a model it must look like to become a place
  private record Step(String name, Path path, List<Path> above, Look least) {}

  private void visit(Step step) {
    try {
      if (HubCache.isRepository(step.path())) {
        snapshot(step.path());
        return;
      }
      List<Path> children = HubCache.children(step.path());
      Look look = look(children);
      if (look != Look.NOTHING && look.compareTo(step.least()) >= 0) {
        places.add(new Place(step.name(), step.path(), Optional.empty()));
      }
      if (look != Look.COMPLETE && step.above().size() < MAX_DEPTH) {
        visitBelow(step, children, look == Look.PART ? Look.COMPLETE : step.least());
      }
    } catch (IOException e) {
      if (!isGone(step.path(), e)) {
        problem(step.name(), step.path(), e);
      }
    }
  }

  private void visitBelow(Step step, List<Path> children, Look least) throws IOException {
    var above = new ArrayList<>(step.above());
    above.add(step.path().toRealPath());
    for (Path child : children) {
      String own = HubCache.fileName(child);
      if (own.startsWith(".")) {
        continue;
      }
      String name = step.above().isEmpty() ? own : step.name() + "/" + own;
      try {
        boolean folder = Files.readAttributes(child, BasicFileAttributes.class).isDirectory();
        if (folder && !above.contains(child.toRealPath())) {
          visit(new Step(name, child, List.copyOf(above), least));
        }
      } catch (IOException e) {
        if (!isGone(child, e)) {
          problem(name, child, e);
        }
      }
    }
  }

  /// Whether it was there a moment ago and was moved or deleted since.
  private static boolean isGone(Path path, IOException cause) {
    return cause instanceof NoSuchFileException && !Files.isSymbolicLink(path);
  }

  private void problem(String name, Path path, IOException cause) {
    String problem =
        switch (cause) {
          case NoSuchFileException _ when Files.isSymbolicLink(path) ->
              "this is a link to something that does not exist";
          case NoSuchFileException _ -> "the folder does not exist";
          default -> "the folder cannot be read: " + Refusal.reason(cause);
        };
    places.add(new Place(name, path, Optional.of(problem)));
  }

  private void snapshot(Path repository) throws IOException {
    Optional<Path> snapshot = HubCache.snapshot(repository);
    if (snapshot.isPresent() && look(HubCache.children(snapshot.get())) != Look.NOTHING) {
      places.add(new Place(HubCache.name(repository), snapshot.get(), Optional.empty()));
    }
  }

  private static Look look(List<Path> children) {
    boolean config = false;
    boolean weights = false;
    for (Path child : children) {
      String name = HubCache.fileName(child);
      config |= name.equals("config.json");
      weights |= name.endsWith(".safetensors") || name.equals(ShardIndex.FILE);
      weights |= ForeignWeights.has(name);
    }
    return config && weights ? Look.COMPLETE : config || weights ? Look.PART : Look.NOTHING;
  }
}
