/// Looks whether Podium can do its work on this machine, and says what to do where it cannot.
@NullMarked
package podium.doctor;

import org.jspecify.annotations.NullMarked;
