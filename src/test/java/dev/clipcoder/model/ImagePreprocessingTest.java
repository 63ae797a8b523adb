package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.model.ImagePreprocessing.CropRounding;
import dev.clipcoder.model.ImagePreprocessing.Interpolation;
import dev.clipcoder.model.ImagePreprocessing.Placement;
import dev.clipcoder.model.ImagePreprocessing.Resize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where pictures come to lie in an input of 32 pixels, by the rules of transformers, torchvision and OpenCLIP. */
class ImagePreprocessingTest {

  @ParameterizedTest
  @CsvSource(textBlock = """
      SHORTEST, DOWN,      32, 32,   32, 32,   0, 0
      SHORTEST, DOWN,      35, 32,   32, 35,   0, 1
      SHORTEST, HALF_EVEN, 35, 32,   32, 35,   0, 2
      SHORTEST, HALF_EVEN, 33, 32,   32, 33,   0, 0
      SHORTEST, HALF_EVEN, 37, 32,   32, 37,   0, 2
      SHORTEST, DOWN,      32, 39,   39, 32,   3, 0
      SHORTEST, HALF_EVEN, 32, 39,   39, 32,   4, 0
      SHORTEST, HALF_EVEN, 97, 61,   32, 50,   0, 9
      SHORTEST, DOWN,      1, 50,    1600, 32, 784, 0
      LONGEST,  HALF_EVEN, 97, 61,   20, 32,  -6, 0
      LONGEST,  HALF_EVEN, 61, 97,   32, 20,   0, -6
      LONGEST,  HALF_EVEN, 64, 21,   10, 32, -11, 0
      LONGEST,  HALF_EVEN, 64, 23,   12, 32, -10, 0
      LONGEST,  HALF_EVEN, 200, 1,   1, 32,  -15, 0
      SQUASH,   HALF_EVEN, 97, 61,   32, 32,   0, 0
      """)
  void place_followsTheReference(
      Resize resize,
      CropRounding rounding,
      int width,
      int height,
      int resizedHeight,
      int resizedWidth,
      int top,
      int left) {
    ImagePreprocessing preprocessing = new ImagePreprocessing(
        resize,
        Interpolation.BICUBIC,
        rounding,
        32,
        32,
        0,
        ImagePreprocessing.CLIP_MEAN,
        ImagePreprocessing.CLIP_STD);

    assertThat(preprocessing.place(width, height))
        .isEqualTo(new Placement(resizedHeight, resizedWidth, top, left));
  }
}
