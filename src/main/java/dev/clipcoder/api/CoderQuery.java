package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code POST /coder} takes as members of a JSON body and, except for content, as parameters. */
@Schema(
    name = "CoderOptions",
    description =
        "Exactly one of `image`, `imageUrl` and `embedding`, and the label set to compare it with.")
record CoderQuery(
    @Schema(
        description = "The picture in base64, or as a data URI",
        example = "data:image/png;base64,iVBORw0KGgo…")
    @Nullable
    String image,

    @Schema(description = RemotePictures.DESCRIPTION, example = RemotePictures.EXAMPLE) @Nullable
    String imageUrl,

    @ArraySchema(
        arraySchema =
            @Schema(
                description =
                    "A unit vector of this model, as `include=embedding` of /classify returns"),
        schema = @Schema(type = "number", format = "float"))
    @Nullable
    List<@Nullable Float> embedding,

    @ArraySchema(
        arraySchema =
            @Schema(
                description =
                    "Parts of the picture, `[x, y, width, height]` in fractions of its width and height: the"
                        + " answer then has one entry of `results` for each",
                example = "[[0, 0, 0.5, 1], [0.5, 0, 0.5, 1]]"))
    @Nullable
    List<@Nullable List<@Nullable Double>> regions,

    @Schema(
        description =
            "The label set whose texts to compare with; a version is pinned as in `pets@3`",
        example = "pets",
        requiredMode = Schema.RequiredMode.REQUIRED)
    @Nullable
    String labelSet,

    @ArraySchema(
        arraySchema =
            @Schema(
                description = "The kinds of text to compare with. Default: all",
                nullable = true),
        schema =
            @Schema(
                type = "string",
                allowableValues = {"name", "attribute", "analogous", "synonym"}))
    @Nullable
    List<@Nullable String> kinds,

    @ArraySchema(
        arraySchema =
            @Schema(
                description =
                    "Two labels: compares with the one-to-one texts on how the first differs from the second, then"
                        + " with those of the reverse. Not beside `kinds`",
                example = "[\"cat\", \"dog\"]"),
        minItems = 2,
        maxItems = 2,
        schema = @Schema(type = "string"))
    @Nullable
    List<@Nullable String> pair,

    @Schema(description = "Whether to scale the vector to length 1", defaultValue = "false")
    @Nullable
    Boolean normalize,

    @Schema(
        description =
            "`full`: one cosine a text; `compact`: at most as many numbers as an embedding has, with the same cosines"
                + " between pictures",
        allowableValues = {"full", "compact"},
        defaultValue = "full")
    @Nullable
    String form)
    implements PictureOptions {}
