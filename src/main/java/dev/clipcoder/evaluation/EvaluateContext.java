package dev.clipcoder.evaluation;

import dev.clipcoder.encoder.DeviceMemory;
import dev.clipcoder.encoder.ImageEncoder;
import dev.clipcoder.encoder.TextEncoder;
import dev.clipcoder.image.ImageReader;
import dev.clipcoder.labelset.LabelSetLimits;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.textgen.TextGenProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.util.unit.DataSize;

/**
 * The parts of the service that an evaluation needs: the model, its encoder and the image reader, but no database, no
 * jobs and no web server. Without {@code @Configuration}, so that the service does not find it.
 */
@ComponentScan(basePackageClasses = {ModelDescription.class, ImageEncoder.class, ImageReader.class})
@EnableConfigurationProperties({LabelSetLimits.class, TextGenProperties.class})
class EvaluateContext {

  @Bean
  MeterRegistry meters() {
    return new SimpleMeterRegistry();
  }

  @Bean
  TextVariants textVariants(
      TextEncoder texts, TextGenProperties properties, LabelSetLimits limits) {
    return new TextVariants(texts, properties, limits);
  }

  @Bean
  Evaluation evaluation(
      ImageReader reader,
      ImageEncoder images,
      TextEncoder texts,
      DeviceMemory memory,
      ModelDescription model,
      @Value("${clipcoder.images.max-bytes}") DataSize maxBytes) {
    int most = (int) Math.min(maxBytes.toBytes(), Integer.MAX_VALUE - 16);
    return new Evaluation(new PictureEncoder(reader, images, most), texts, memory, model);
  }
}
