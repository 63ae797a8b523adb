/** The engine: TorchScript without Python on weights that stay in the checkpoint's own mapping. */
@NullMarked
package dev.clipcoder.encoder.internal;

import org.jspecify.annotations.NullMarked;
