package dev.clipcoder.labelset;

import java.time.Instant;

/**
 * How often two labels met in a rerank without texts that tell them apart.
 *
 * @param lastMet when that was last, to a few seconds
 */
record PairMeeting(LabelPair pair, long met, Instant lastMet) {}
