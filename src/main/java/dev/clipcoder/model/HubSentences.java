package dev.clipcoder.model;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** What to tell the operator when a hub does not deliver. */
final class HubSentences {

  private HubSentences() {}

  /** Why it did not work this time; the engine's own messages are often empty. */
  static String reason(IOException failure) {
    if (failure instanceof HttpTimeoutException) {
      return "the hub did not answer in time";
    }
    if (failure instanceof ConnectException) {
      return failure.getCause() instanceof ConnectException cause
              && cause.getCause() instanceof UnresolvedAddressException
          ? "the hub's name is not known here"
          : "no connection to the hub";
    }
    return failure instanceof HubException
        ? String.valueOf(failure.getMessage())
        : "the connection to the hub failed (%s)".formatted(failure.getMessage());
  }

  /**
   * A refusal that trying again does not change.
   *
   * @param what the model, or a file of it
   * @param status from 400 to 499
   * @param code the hub's own word for it; empty if it gave none
   * @param hasToken whether a token was sent
   */
  static CheckpointException refusal(
      HubName name, String what, int status, String code, boolean hasToken) {
    if (code.equals("GatedRepo") || status == 403) {
      return new CheckpointException(
          hasToken
              ? "%s is gated: the account of HF_TOKEN may not read it. Accept its terms on the hub first."
                  .formatted(name)
              : "%s is gated: accept its terms on the hub and set HF_TOKEN.".formatted(name));
    }
    if (code.equals("RevisionNotFound")) {
      return new CheckpointException("%s has no revision '%s': give a branch, a tag or a commit."
          .formatted(name.id(), name.revision()));
    }
    if (code.equals("EntryNotFound")) {
      return new CheckpointException("%s is listed by the hub but is not there.".formatted(what));
    }
    if (status == 401 || status == 404) {
      return new CheckpointException(
          hasToken
              ? "The hub has no model %s, or HF_TOKEN does not let you read it: check the name and the token."
                  .formatted(name)
              : "The hub has no model %s, or it is private: check the name, or set HF_TOKEN."
                  .formatted(name));
    }
    return new CheckpointException(
        "The hub answers %d for %s. Is clipcoder.hub.url a hub?".formatted(status, what));
  }
}
