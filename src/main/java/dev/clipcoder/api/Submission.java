package dev.clipcoder.api;

import java.util.List;

/**
 * What a request brought, in whichever form it came.
 *
 * @param options parameters and JSON members, by their common names
 * @param images pictures that came as bytes, not within JSON
 * @param fetched room for pictures that are fetched for it, until it has ended
 */
record Submission<T extends Record>(T options, List<byte[]> images, BodyBudget.Claim fetched) {}
