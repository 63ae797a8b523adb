package dev.clipcoder.model;

import org.jspecify.annotations.Nullable;

/**
 * What the service tells about the checkpoint that it has loaded.
 *
 * @param id the checkpoint's name: {@code owner/name} of a hub, or the folder's name
 * @param fingerprint SHA-256 over weights, configuration, tokenizer and preprocessing, in hexadecimal
 * @param family the architecture family, such as {@code clip}
 * @param dimension length of an embedding
 * @param logitScale what cosines are multiplied with before the softmax: the checkpoint's own, exponentiated
 * @param logitBias what is added to that before the sigmoid of a match; null for families that have none
 * @param imageSize side of the network's input in pixels
 * @param contextLength most tokens a text may have, including begin and end
 * @param precision what the device computes in, such as {@code fp32}
 * @param device such as {@code cpu} or {@code cuda:0}
 * @param threads threads that the device may use
 * @param precisionReport how near the embeddings are to those of fp32; null where the precision is no reduced one
 */
public record ModelDescription(
    String id,
    String fingerprint,
    String family,
    int dimension,
    double logitScale,
    @Nullable Double logitBias,
    int imageSize,
    int contextLength,
    String precision,
    String device,
    int threads,
    @Nullable PrecisionReport precisionReport) {}
