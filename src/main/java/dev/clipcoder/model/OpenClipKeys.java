package dev.clipcoder.model;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What OpenCLIP's own transformers call the tensors of a CLIP model. Two things are stored otherwise than in
 * transformers: query, key and value are one tensor, and the projections are transposed.
 */
final class OpenClipKeys {

  private static final Map<String, String> TOWERS =
      Map.of("vision_model", "visual.", "text_model", "");

  private static final Map<String, String> OUTSIDE = Map.of(
      "embeddings.class_embedding", "class_embedding",
      "embeddings.patch_embedding.weight", "conv1.weight",
      "embeddings.position_embedding.weight", "positional_embedding",
      "embeddings.token_embedding.weight", "token_embedding.weight");

  private static final Map<String, String> NORMS =
      Map.of("pre_layrnorm", "ln_pre", "post_layernorm", "ln_post", "final_layer_norm", "ln_final");

  private static final Map<String, String> IN_LAYER = Map.of(
      "layer_norm1", "ln_1",
      "layer_norm2", "ln_2",
      "self_attn.out_proj", "attn.out_proj",
      "mlp.fc1", "mlp.c_fc",
      "mlp.fc2", "mlp.c_proj");

  private static final Map<String, Integer> FUSED =
      Map.of("self_attn.q_proj", 0, "self_attn.k_proj", 1, "self_attn.v_proj", 2);

  private static final Pattern TOWER = Pattern.compile("(vision_model|text_model)\\.(.*)");
  private static final Pattern LAYER =
      Pattern.compile("encoder\\.layers\\.(\\d+)\\.(.*)\\.(weight|bias)");

  private OpenClipKeys() {}

  /** Where the tensor is that transformers calls so. */
  static TensorSource source(TensorSpec spec) {
    if (spec.name().equals("visual_projection.weight")) {
      return TensorSource.transposed("visual.proj", spec.shape());
    }
    if (spec.name().equals("text_projection.weight")) {
      return TensorSource.transposed("text_projection", spec.shape());
    }
    Matcher tower = TOWER.matcher(spec.name());
    if (!tower.matches()) {
      throw new IllegalArgumentException("CLIP has no tensor " + spec.name());
    }
    String prefix = TOWERS.get(tower.group(1));
    String rest = tower.group(2);
    Matcher layer = LAYER.matcher(rest);
    if (layer.matches()) {
      String at = prefix + "transformer.resblocks." + layer.group(1) + ".";
      return inLayer(at, layer.group(2), layer.group(3), spec);
    }
    String outside = OUTSIDE.get(rest);
    int dot = rest.lastIndexOf('.');
    return TensorSource.whole(
        prefix
            + (outside != null ? outside : NORMS.get(rest.substring(0, dot)) + rest.substring(dot)),
        spec.shape());
  }

  private static TensorSource inLayer(String at, String part, String kind, TensorSpec spec) {
    Integer fused = FUSED.get(part);
    return fused == null
        ? TensorSource.whole(at + IN_LAYER.get(part) + "." + kind, spec.shape())
        : TensorSource.rows(at + "attn.in_proj_" + kind, spec.shape(), fused, FUSED.size());
  }
}
