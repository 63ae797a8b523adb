/** How the whole service ends. */
@NullMarked
package dev.clipcoder.shutdown;

import org.jspecify.annotations.NullMarked;
