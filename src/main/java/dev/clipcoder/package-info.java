/** clipcoder: image classification with CLIP and CODER, as a service. */
@NullMarked
package dev.clipcoder;

import org.jspecify.annotations.NullMarked;
