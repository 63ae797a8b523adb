package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of an NDJSON body. */
@Schema(name = "BatchItem", description = "Exactly one of `image`, `imageUrl` and `embedding`.")
record BatchItem(
    @Schema(
        description = "Comes back with the answer; without it, the line's place from 0",
        types = {"string", "number"},
        example = "cat.png")
    @Nullable
    Object id,

    @Schema(
        description = "The picture in base64, or as a data URI",
        example = "data:image/png;base64,iVBORw0KGgo…")
    @Nullable
    String image,

    @Schema(description = RemotePictures.DESCRIPTION, example = RemotePictures.EXAMPLE) @Nullable
    String imageUrl,

    @ArraySchema(
        arraySchema =
            @Schema(description = "A unit vector of this model, as `include=embedding` returns"),
        schema = @Schema(type = "number", format = "float"))
    @Nullable
    List<@Nullable Float> embedding,

    @ArraySchema(
        arraySchema =
            @Schema(description = "Parts of this picture; default: those of the parameter"))
    @Nullable
    List<@Nullable List<@Nullable Double>> regions)
    implements PictureOptions {

  BatchItem withRegions(@Nullable List<@Nullable List<@Nullable Double>> others) {
    return regions == null ? new BatchItem(id, image, imageUrl, embedding, others) : this;
  }
}
