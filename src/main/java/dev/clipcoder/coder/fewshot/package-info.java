/**
 * Classes learned from a few example pictures, as pure functions: five methods, what each asks of the examples, and the
 * choice between them on the examples alone.
 */
@NullMarked
@NamedInterface("fewshot")
package dev.clipcoder.coder.fewshot;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
