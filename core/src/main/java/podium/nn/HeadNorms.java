package podium.nn;

import podium.engine.Engine.Norm;
import podium.engine.Operators;
import podium.engine.Tensor;

/// Normalizes heads of q and k in place, where a network does so.
interface HeadNorms {

  HeadNorms NONE = (_, _, _) -> {};

  void apply(Operators o, Tensor q, Tensor k);

  static HeadNorms of(Norm query, Norm key) {
    return (o, q, k) -> {
      o.normHeads(q, query);
      o.normHeads(k, key);
    };
  }
}
