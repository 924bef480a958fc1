package podium.config;

import java.util.Optional;

/// The version of this build.
public final class Version {

  /// From the jar's manifest; `development` where the classes come from no jar.
  public static final String CURRENT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  private Version() {}
}
