package dev.clipcoder.fewshot;

/** The set cannot answer, as it has no example of any of its classes. */
public final class NoExamplesException extends SupportSetException {

  NoExamplesException(String id) {
    super(
        "Support set '%s' has no examples yet. Add some: `curl -F label=… -F image=@picture.jpg …/support-sets/%s/examples`."
            .formatted(id, id));
  }
}
