package podium.doctor;

/// What was found where one thing was looked at.
///
/// @param subject such as `memory` or `port`
/// @param what is so
/// @param advice what to do about it; empty if nothing is to be done
public record Finding(String subject, Verdict verdict, String what, String advice) {

  static Finding ok(String subject, String what) {
    return new Finding(subject, Verdict.OK, what, "");
  }

  static Finding warning(String subject, String what, String advice) {
    return new Finding(subject, Verdict.WARNING, what, advice);
  }

  static Finding failed(String subject, String what, String advice) {
    return new Finding(subject, Verdict.FAILED, what, advice);
  }
}
