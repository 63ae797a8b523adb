/** What the documents show, held to what the service does. */
@NullMarked
package dev.clipcoder.documents;

import org.jspecify.annotations.NullMarked;
