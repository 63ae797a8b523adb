package dev.clipcoder.labelset;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Something that needs label sets, which are not deleted under it. */
public interface LabelSetUser {

  /**
   * What needs the set, as in {@code support set 'ripeness'}; empty if nothing does.
   *
   * @param transaction of who is about to delete the set and keeps others from beginning to need it
   */
  Optional<String> userOf(JdbcClient transaction, String id);
}
