# Sourced by ./podium and ./mvnw: sets JAVA_HOME to a JDK of at least version 25, or explains that
# there is none and exits with 3. Looks at JAVA_HOME, then at the folders where systems keep JDKs, then at
# the java on the PATH. PODIUM_JVM_FOLDERS (colon-separated) replaces the list of folders.

podium_jdk_version() { # the feature version of the JDK in folder $1, or nothing
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
}

podium_find_jdk() {
  podium_needed=25
  podium_seen=""
  podium_path_java=$(command -v java 2>/dev/null || true)
  [ -z "$podium_path_java" ] || podium_path_java=$(readlink -f "$podium_path_java" 2>/dev/null || echo "$podium_path_java")
  podium_folders=${PODIUM_JVM_FOLDERS-/usr/lib/jvm:/usr/java:/opt/java:/opt/jdk:/Library/Java/JavaVirtualMachines:$HOME/.sdkman/candidates/java:$HOME/.jdks}

  podium_candidates=$(
    [ -z "${JAVA_HOME-}" ] || printf '%s\n' "$JAVA_HOME"
    printf '%s\n' "$podium_folders" | tr ':' '\n' | while IFS= read -r podium_folder; do
      [ ! -d "$podium_folder" ] || find "$podium_folder" -mindepth 1 -maxdepth 1 | sort -r |
        while IFS= read -r podium_home; do
          [ ! -d "$podium_home/Contents/Home" ] || podium_home="$podium_home/Contents/Home"
          printf '%s\n' "$podium_home"
        done
    done
    [ -z "$podium_path_java" ] || printf '%s\n' "${podium_path_java%/bin/java}"
  )
  while IFS= read -r podium_home; do
    podium_version=$(podium_jdk_version "$podium_home")
    [ -n "$podium_version" ] || continue
    if [ "$podium_version" -ge "$podium_needed" ]; then
      JAVA_HOME=$podium_home
      export JAVA_HOME
      return 0
    fi
    podium_seen="$podium_seen $podium_home ($podium_version)"
  done <<END
$podium_candidates
END
  echo "podium: no JDK $podium_needed or newer found.${podium_seen:+ Too old:$podium_seen.}" >&2
  echo "podium: install one (for example Temurin 25, https://adoptium.net) or set JAVA_HOME to one." >&2
  return 3
}

podium_find_jdk || exit 3
