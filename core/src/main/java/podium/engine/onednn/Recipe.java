package podium.engine.onednn;

/// Everything that a primitive depends on; equal recipes make the same primitive.
interface Recipe {

  Primitive compile(Stream stream);
}
