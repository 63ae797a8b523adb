/** The page at {@code /}, as a browser shows it, on the service as it runs. */
@NullMarked
package dev.clipcoder.page;

import org.jspecify.annotations.NullMarked;
