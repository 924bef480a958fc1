/// From text to token ids: `tokenizer.json`, pair templates, truncation.
@NullMarked
package podium.text;

import org.jspecify.annotations.NullMarked;
