package dev.clipcoder.encoder;

import dev.clipcoder.encoder.internal.ComputeDevice;
import dev.clipcoder.encoder.internal.LoadedModule;
import dev.clipcoder.encoder.internal.TorchModule;
import dev.clipcoder.model.Architecture;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.ModelDescription;
import dev.clipcoder.model.ModelProperties;
import dev.clipcoder.model.Precision;
import dev.clipcoder.model.PrecisionReport;
import dev.clipcoder.model.TensorSpec;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the checkpoint on its device. Beans close in the opposite order: thread, module, checkpoint. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BatchingProperties.class)
class EncoderConfiguration {

  private static final Logger log = LoggerFactory.getLogger(EncoderConfiguration.class);

  @Bean
  ComputeDevice computeDevice(ModelProperties properties) {
    return ComputeDevice.of(properties);
  }

  @Bean
  LoadedModule loadedModule(
      Checkpoint checkpoint, ModelProperties properties, ComputeDevice compute) {
    LoadedModule loaded = LoadedModule.load(checkpoint, properties.effectiveThreads(), compute);
    PrecisionReport report = loaded.report();
    if (report != null) {
      log.warn(
          "int8: on {} pictures and {} texts of the service's own the least cosine to fp32 is {} and {}. {}",
          report.pictures(),
          report.texts(),
          report.leastImageCosine(),
          report.leastTextCosine(),
          PrecisionReport.CAVEAT);
    }
    return loaded;
  }

  /** Closed as a bean of its own. */
  @Bean
  TorchModule torchModule(LoadedModule loaded) {
    return loaded.module();
  }

  @Bean
  MeterBinder weights(Checkpoint checkpoint, ComputeDevice compute) {
    Architecture architecture = checkpoint.architecture();
    long bytes = Stream.of(architecture.imageTower(), architecture.textTower())
        .flatMap(List::stream)
        .mapToLong(spec -> bytes(spec, compute.precision()))
        .sum();
    return meters -> Gauge.builder("clipcoder.device.weights", () -> bytes)
        .description("Memory of the device that the weights take")
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
  }

  private static long bytes(TensorSpec spec, Precision precision) {
    long elements = spec.shape().stream().reduce(1L, Math::multiplyExact);
    return elements
        * switch (precision) {
          case FP32 -> Float.BYTES;
          case FP16, BF16 -> Short.BYTES;
          case INT8 -> spec.isOfLayer() && spec.shape().size() == 2 ? 1 : Float.BYTES;
        };
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
  Device torchDevice(
      TorchModule module,
      ComputeDevice compute,
      ModelProperties properties,
      Checkpoint checkpoint,
      Arrivals arrivals,
      BatchingProperties batching,
      MeterRegistry meters) {
    BatchSizes sizes = compute.isCpu()
        ? BatchSizes.onCpu(batching.maxBatch(), checkpoint.architecture().imagePositions())
        : BatchSizes.upTo(batching.maxBatch());
    int processors = properties.effectiveThreads();
    int most = compute.lanes(processors);
    int lanes = batching.lanes() == 0 ? most : Math.min(batching.lanes(), most);
    WorkQueue queue = new WorkQueue(sizes, lanes, batching.maxDelay().toNanos(), arrivals::count);
    return new Device(
        compute.label(), module, queue, checkpoint.architecture().imageSize(), processors, meters);
  }

  @Bean
  DeviceCondition deviceCondition(Device device) {
    return device.condition();
  }

  @Bean
  DeviceMemory deviceMemory(TorchModule module, Device device, MeterRegistry meters) {
    return new DeviceMemory(module::place, device, meters);
  }

  @Bean
  ImageEncoder imageEncoder(
      TorchModule module,
      Device device,
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
  TextEncoder textEncoder(Checkpoint checkpoint, Device device, ExecutorService tokenizing) {
    return new TorchTextEncoder(checkpoint.tokenizer()::encode, device, tokenizing);
  }

  @Bean
  ModelDescription modelDescription(
      Checkpoint checkpoint,
      ModelProperties properties,
      ComputeDevice compute,
      LoadedModule loaded) {
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
        properties.effectiveThreads(),
        loaded.report());
  }
}
