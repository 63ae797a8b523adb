package dev.clipcoder.labelset;

/**
 * A version that can serve: what it says, and the texts that makes, all of which are stored.
 */
public record ServedLabelSet(LabelSetVersion version, BankTexts texts) {}
