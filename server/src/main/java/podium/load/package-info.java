/// Load on a server, ours or another that has `/v1/rerank`: many clients, or requests at a rate.
@NullMarked
package podium.load;

import org.jspecify.annotations.NullMarked;
