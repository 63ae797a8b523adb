/** Pictures by their address, from public hosts only. */
@NullMarked
@NamedInterface("fetch")
package dev.clipcoder.image.fetch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
