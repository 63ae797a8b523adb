package dev.clipcoder.model;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a hub says of a revision.
 *
 * @param commit the commit that it is now
 * @param files the names of all files, as the hub says them: not to be used as paths
 */
record HubListing(String commit, Set<String> files) {

  static HubListing read(HubName name, byte[] json) {
    JsonNode answer = JsonFiles.parseObject("The hub's description of " + name, json);
    String commit = answer.path("sha").asString("");
    if (!HubName.isCommit(commit)) {
      throw new CheckpointException(
          "The hub's description of %s has no commit in 'sha'; expected 40 hexadecimal digits. Is clipcoder.hub.url a hub?"
              .formatted(name));
    }
    Set<String> files = new HashSet<>();
    for (JsonNode sibling : answer.path("siblings")) {
      files.add(sibling.path("rfilename").asString(""));
    }
    return new HubListing(commit, Set.copyOf(files));
  }
}
