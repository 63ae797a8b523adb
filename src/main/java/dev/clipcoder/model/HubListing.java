package dev.clipcoder.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a hub says of a revision.
 *
 * @param commit the commit that it is now
 * @param sizes all files by name, as the hub says them: not to be used as paths; a size that it does not say is -1
 */
record HubListing(String commit, Map<String, Long> sizes) {

  /** The names of all files. */
  Set<String> files() {
    return sizes.keySet();
  }

  static HubListing read(HubName name, byte[] json) {
    JsonNode answer = JsonFiles.parseObject("The hub's description of " + name, json);
    String commit = answer.path("sha").asString("");
    if (!HubName.isCommit(commit)) {
      throw new CheckpointException(
          "The hub's description of %s has no commit in 'sha'; expected 40 hexadecimal digits. Is clipcoder.hub.url a hub?"
              .formatted(name));
    }
    Map<String, Long> sizes = new HashMap<>();
    for (JsonNode sibling : answer.path("siblings")) {
      sizes.put(sibling.path("rfilename").asString(""), sibling.path("size").asLong(-1));
    }
    return new HubListing(commit, Map.copyOf(sizes));
  }
}
