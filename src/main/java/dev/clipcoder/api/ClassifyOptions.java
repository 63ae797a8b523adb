package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code POST /classify} takes as members of a JSON body and, except for content, as parameters. */
@Schema(
    name = "ClassifyOptions",
    description = "Exactly one of `image`, `imageUrl` and `embedding`, and what to look for in it.")
record ClassifyOptions(
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
            @Schema(
                description =
                    "What the picture may be: unique texts; `_` reads as a space. Never split at commas.",
                example = "[\"cat\", \"dog\"]"),
        schema = @Schema(type = "string"))
    @Nullable
    List<@Nullable String> labels,

    @Schema(
        description = "How a label becomes a text: with `{label}` or `{}` in its place",
        example = "a photo of a {label}.",
        defaultValue = "a photo of a {label}.")
    @Nullable
    String template,

    @Schema(
        description =
            "`coder`: by all texts of the label set; `clip`: by the texts of the names alone. Default: `coder` where"
                + " the set has texts beyond names or enables the rerank, else `clip`. With a support set one of the"
                + " others, by default the set's own",
        allowableValues = {
          "coder",
          "clip",
          "auto",
          "coder-adapter",
          "tip-adapter",
          "gda",
          "proker",
          "nearest-class-mean"
        })
    @Nullable
    String method,

    @Schema(
        description =
            "Whether a text longer than the model's context may be cut; a warning tells which were",
        defaultValue = "true")
    @Nullable
    Boolean truncate,

    @Schema(description = "How many predictions to return", minimum = "1", defaultValue = "5")
    @Nullable
    Integer topK,

    @Schema(
        description =
            "Whether to decide close calls by one-to-one texts. Default: as the label set says. Not possible with"
                + " ad hoc labels or `clip`")
    @Nullable
    Boolean rerank,

    @ArraySchema(
        arraySchema = @Schema(description = "What to add to the answer"),
        schema =
            @Schema(
                type = "string",
                allowableValues = {"embedding", "explanation"}))
    @Nullable
    List<@Nullable String> include,

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
            "The label set to classify by, instead of `labels`; a version is pinned as in `pets@3`",
        example = "pets")
    @Nullable
    String labelSet,

    @Schema(
        description =
            "The support set to classify by, instead of `labels` or `labelSet`: by its examples",
        example = "ripeness")
    @Nullable
    String supportSet)
    implements PictureOptions {}
