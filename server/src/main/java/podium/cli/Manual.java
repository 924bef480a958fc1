package podium.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What the manual page of a command says besides its options.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Manual {

  /// Variables besides those of options, each as `NAME:what it does`.
  String[] environment() default {};

  /// Commands as users type them, one or several lines each.
  String[] examples();

  /// Other commands and documents.
  String[] seeAlso();

  /// The heading in a manual page under which an option stands, and those that follow in its class;
  /// of a class, the heading of its first options.
  @Target({ElementType.TYPE, ElementType.FIELD})
  @Retention(RetentionPolicy.RUNTIME)
  @interface Heading {
    String value();
  }
}
