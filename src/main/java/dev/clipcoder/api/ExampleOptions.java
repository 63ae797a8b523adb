package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code POST /support-sets/{id}/examples} takes as members of a JSON body. */
@Schema(
    name = "NewExamples",
    description =
        "The class, and one of `image`, `images`, `imageUrl`, `imageUrls` and `embedding`.")
record ExampleOptions(
    @Schema(description = "The class that they show", example = "ripe") @Nullable
    String label,

    @Schema(
        description = "A picture in base64, or as a data URI",
        example = "data:image/png;base64,iVBORw0KGgo…")
    @Nullable
    String image,

    @ArraySchema(
        arraySchema = @Schema(description = "Pictures in base64, or as data URIs"),
        schema = @Schema(type = "string"))
    @Nullable
    List<@Nullable String> images,

    @Schema(description = RemotePictures.DESCRIPTION, example = RemotePictures.EXAMPLE) @Nullable
    String imageUrl,

    @ArraySchema(
        arraySchema = @Schema(description = RemotePictures.DESCRIPTIONS),
        schema = @Schema(type = "string", example = RemotePictures.EXAMPLE))
    @Nullable
    List<@Nullable String> imageUrls,

    @ArraySchema(
        arraySchema =
            @Schema(description = "A unit vector of this model, as `include=embedding` returns"),
        schema = @Schema(type = "number", format = "float"))
    @Nullable
    List<@Nullable Float> embedding) {}
