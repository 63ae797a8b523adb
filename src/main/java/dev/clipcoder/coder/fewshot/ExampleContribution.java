package dev.clipcoder.coder.fewshot;

/**
 * An example's part in the logit of a class.
 *
 * @param example its place in the support
 * @param contribution what it adds to the logit
 */
public record ExampleContribution(int example, double contribution) {}
