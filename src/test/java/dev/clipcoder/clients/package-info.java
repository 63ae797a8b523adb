/** Clients that are generated from the contract. */
@NullMarked
package dev.clipcoder.clients;

import org.jspecify.annotations.NullMarked;
