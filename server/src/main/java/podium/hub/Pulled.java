package podium.hub;

import java.nio.file.Path;

/// A model that is in its place.
///
/// @param commit of the hub's repository, 40 hexadecimal digits
/// @param bytes of all its files
/// @param isNew whether it was got just now; else it was there
public record Pulled(Path folder, String commit, long bytes, boolean isNew) {}
