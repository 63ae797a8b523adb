package dev.clipcoder.encoder;

import dev.clipcoder.encoder.internal.ComputeDevice;
import dev.clipcoder.encoder.internal.TorchModule;
import dev.clipcoder.model.Architecture;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.model.ModelProperties;
import dev.clipcoder.model.Precision;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the checkpoint on its device. Beans close in the opposite order: thread, module, checkpoint. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BatchingProperties.class)
class EncoderConfiguration {

  @Bean
  ComputeDevice computeDevice(ModelProperties properties) {
    return ComputeDevice.of(properties);
  }

  @Bean
  TorchModule torchModule(
      Checkpoint checkpoint, ModelProperties properties, ComputeDevice compute) {
    return TorchModule.load(checkpoint, properties.effectiveThreads(), compute);
  }

  @Bean
  MeterBinder weights(Checkpoint checkpoint, ComputeDevice compute) {
    Architecture architecture = checkpoint.architecture();
    long elements = Stream.of(architecture.imageTower(), architecture.textTower())
        .flatMap(List::stream)
        .mapToLong(spec -> spec.shape().stream().reduce(1L, Math::multiplyExact))
        .sum();
    long bytes = elements * (compute.precision() == Precision.FP32 ? Float.BYTES : Short.BYTES);
    return meters -> Gauge.builder("clipcoder.device.weights", () -> bytes)
        .description("Memory of the device that the weights take")
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
  }

  @Bean
  ItemAdmission admission(BatchingProperties batching, MeterRegistry meters) {
    return new ItemAdmission(batching.maxPending(), meters);
  }

  @Bean
  Arrivals arrivals() {
    return new Arrivals();
  }

  @Bean(initMethod = "start")
  DeviceThread deviceThread(
      TorchModule module,
      ComputeDevice compute,
      Checkpoint checkpoint,
      Arrivals arrivals,
      BatchingProperties batching,
      MeterRegistry meters) {
    WorkQueue queue =
        new WorkQueue(batching.maxBatch(), batching.maxDelay().toNanos(), arrivals::count);
    return new DeviceThread(
        compute.label(),
        module,
        queue,
        batching.maxBatch(),
        checkpoint.architecture().imageSize(),
        meters);
  }

  @Bean
  DeviceCondition deviceCondition(DeviceThread device) {
    return device.condition();
  }

  @Bean
  DeviceMemory deviceMemory(TorchModule module, DeviceThread device, MeterRegistry meters) {
    return new DeviceMemory(module::place, device, meters);
  }

  @Bean
  ImageEncoder imageEncoder(
      TorchModule module,
      DeviceThread device,
      Checkpoint checkpoint,
      Arrivals arrivals,
      MeterRegistry meters) {
    Timer preprocessing = Timer.builder("clipcoder.preprocess")
        .description("Time to resize and crop a picture")
        .register(meters);
    return new TorchImageEncoder(
        module, device, checkpoint.architecture().imageSize(), arrivals, preprocessing);
  }

  @Bean
  ExecutorService tokenizing() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().name("tokenize").factory());
  }

  @Bean
  TextEncoder textEncoder(Checkpoint checkpoint, DeviceThread device, ExecutorService tokenizing) {
    return new TorchTextEncoder(checkpoint.tokenizer()::encode, device, tokenizing);
  }

  @Bean
  ModelDescription modelDescription(
      Checkpoint checkpoint, ModelProperties properties, ComputeDevice compute) {
    return new ModelDescription(
        checkpoint.id(),
        checkpoint.fingerprint(),
        checkpoint.architecture().family(),
        checkpoint.architecture().dimension(),
        checkpoint.logitScale(),
        checkpoint.logitBias(),
        checkpoint.architecture().imageSize(),
        checkpoint.architecture().contextLength(),
        compute.precision().label(),
        compute.label(),
        properties.effectiveThreads());
  }
}
