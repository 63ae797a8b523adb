package dev.clipcoder.image.fetch;

/**
 * The name leads to nowhere, or to a host that is not public. Both have the same sentence: otherwise names and addresses
 * of the network behind the service could be found out by asking for them.
 */
public final class RefusedHostException extends FetchException {

  RefusedHostException() {
    super("The address does not lead to a public host; pictures are fetched from these only.");
  }
}
