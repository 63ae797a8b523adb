package dev.clipcoder.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint on a hub, as {@code clipcoder.model} names it: {@code hf://owner/name} or {@code
 * hf://owner/name@revision}.
 *
 * @param revision a branch, a tag or the 40 hexadecimal digits of a commit
 */
record HubName(String owner, String name, String revision) {

  private static final String SCHEME = "hf://";
  private static final String DEFAULT_REVISION = "main";
  private static final Pattern FORM = Pattern.compile(
      "hf://([A-Za-z0-9_][\\w.-]{0,95})/([A-Za-z0-9_][\\w.-]{0,95})(?:@([A-Za-z0-9_][\\w./-]{0,199}))?");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  static boolean isMeantBy(String model) {
    return model.startsWith(SCHEME);
  }

  /** Two hyphens and two dots are refused as hubs do: both names become a folder's, and the revision a path's part. */
  static HubName parse(String model) {
    Matcher matcher = FORM.matcher(model);
    if (!matcher.matches() || model.contains("..") || model.contains("--")) {
      throw new CheckpointException(
          "clipcoder.model is %s; expected hf://owner/name or hf://owner/name@revision, such as hf://openai/clip-vit-base-patch32."
              .formatted(model));
    }
    String revision = matcher.group(3);
    return new HubName(
        matcher.group(1), matcher.group(2), revision == null ? DEFAULT_REVISION : revision);
  }

  static boolean isCommit(String revision) {
    return COMMIT.matcher(revision).matches();
  }

  /** The name by which the hub knows it: {@code owner/name}. */
  String id() {
    return owner + "/" + name;
  }

  /** The revision as one part of a path: a branch may have slashes in its name. */
  String encodedRevision() {
    return URLEncoder.encode(revision, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return SCHEME + id() + (revision.equals(DEFAULT_REVISION) ? "" : "@" + revision);
  }
}
