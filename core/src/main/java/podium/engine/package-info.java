/// The narrow door: what networks need from whatever computes. A network never knows which engine
/// it runs on, and an engine never knows which network runs.
@NullMarked
package podium.engine;

import org.jspecify.annotations.NullMarked;
