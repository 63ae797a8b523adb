package dev.clipcoder.encoder;

import dev.clipcoder.encoder.internal.ComputeDevice;
import dev.clipcoder.encoder.internal.TorchModule;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.model.ModelProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  ItemAdmission admission(BatchingProperties batching, MeterRegistry meters) {
    ItemAdmission admission = new ItemAdmission(batching.maxPending());
    meters.gauge("clipcoder.items.admitted", admission, ItemAdmission::admitted);
    return admission;
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
        .publishPercentileHistogram()
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
