package dev.clipcoder.api;

import java.util.List;

/**
 * What a request brought, in whichever form it came.
 *
 * @param options parameters and JSON members, by their common names
 * @param images pictures that came as bytes, not within JSON
 */
record Submission<T extends Record>(T options, List<byte[]> images) {}
