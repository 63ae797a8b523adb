package dev.clipcoder.fewshot;

/**
 * A support set as it stands.
 *
 * @param version counts every change, of the definition and of the examples; never used again
 * @param changes examples added, removed and given another label, ever
 * @param examples how many there are now
 * @param keptBytes of their pictures
 */
public record SupportSet(
    String id,
    int version,
    SupportSetDefinition definition,
    long changes,
    int examples,
    long keptBytes) {}
