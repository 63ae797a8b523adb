package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * The multipart forms, for the documentation. They name the pictures alone: generated clients take the options as
 * parameters already, and would otherwise have each twice.
 */
final class PictureForms {

  private static final String DESCRIPTION =
      "Every query parameter can be a field of the form as well.";

  private PictureForms() {}

  /** Of one picture. */
  @Schema(name = "PictureForm", description = DESCRIPTION)
  record One(
      @Schema(
          type = "string",
          format = "binary",
          requiredMode = Schema.RequiredMode.REQUIRED,
          description = "The picture")
      String image) {}

  /** Of many pictures. */
  @Schema(name = "PicturesForm", description = DESCRIPTION)
  record Many(
      @ArraySchema(
          arraySchema =
              @Schema(
                  requiredMode = Schema.RequiredMode.REQUIRED,
                  description =
                      "The pictures: a repeated part. In a batch its file name is the id"),
          schema = @Schema(type = "string", format = "binary"))
      List<String> image) {}
}
