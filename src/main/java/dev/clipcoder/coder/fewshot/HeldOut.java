package dev.clipcoder.coder.fewshot;

/**
 * How a method did on examples that were held out from its fit.
 *
 * @param method with the hyper-parameters that did best
 * @param accuracy the part of the held-out examples whose class had the largest logit
 * @param logLoss mean of {@code −log p} of the true class; what methods are chosen by
 */
public record HeldOut(FewShotMethod method, double accuracy, double logLoss) {}
