package dev.clipcoder.encoder.internal;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.clipcoder.embedding.EmbeddingMatrix;
import dev.clipcoder.encoder.DeviceMemoryException;
import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.model.Architecture;
import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointException;
import dev.clipcoder.model.EngineEnvironment;
import dev.clipcoder.model.ImagePreprocessing;
import dev.clipcoder.model.ImagePreprocessing.Interpolation;
import dev.clipcoder.model.ImagePreprocessing.Placement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A checkpoint on the engine: a code-only TorchScript module with the checkpoint's weights.
 *
 * <p>Java writes the module's archive in memory ({@link TorchScriptArchive}), loads it and hands it the weights
 * ({@link BoundWeights}): no conversion step, and never two copies of all of them. Shapes are the caller's business: they
 * are right by construction, since the engine reports a wrong one as a page of native trace.
 *
 * <p>{@link #preprocess} may be called by any platform thread; the two {@code encode} methods by those of the device.
 * Closing waits for calls that are running: native code must not lose its module under its feet.
 */
public final class TorchModule implements Towers, AutoCloseable {

  static final String ENGINE = "PyTorch";

  /** How the engine's allocators for GPUs and for the CPU say it. */
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile("out of memory|can't allocate memory", Pattern.CASE_INSENSITIVE);

  /** The end of every family's script: what all have in common. */
  private static final String SHARED = "shared";

  private final Model model;
  private final PtSymbolBlock block;
  private final BoundWeights weights;
  private final ComputeDevice device;
  private final NDManager work;
  private final ImagePreprocessing preprocessing;
  private final int side;
  private final int dimension;

  /** Calls hold the read lock, {@link #close} the write lock, which also guards {@link #closed}. */
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

  private boolean closed;

  private TorchModule(
      Model model, BoundWeights weights, Checkpoint checkpoint, ComputeDevice device) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
    this.weights = weights;
    this.device = device;
    this.work = NDManager.newBaseManager(ComputeDevice.PLAIN.device(), ENGINE);
    this.preprocessing = checkpoint.preprocessing();
    this.side = checkpoint.architecture().imageSize();
    this.dimension = checkpoint.architecture().dimension();
  }

  /** Loads the engine's native libraries, if nobody has done so before. */
  public static void loadLibrary() {
    EngineEnvironment.prepare();
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    Engine.getEngine(ENGINE).getVersion();
  }

  /**
   * Loads the family's script and binds the checkpoint's weights.
   *
   * @param threads threads for one operation
   * @param device where it is to run
   * @throws CheckpointException if a tensor is larger than the engine can take
   */
  public static TorchModule load(Checkpoint checkpoint, int threads, ComputeDevice device) {
    TorchModule module = loadAndKeepFiles(checkpoint, threads, device);
    module.weights.releaseFiles();
    return module;
  }

  /** Likewise, but the checkpoint can be loaded once more. */
  static TorchModule loadAndKeepFiles(Checkpoint checkpoint, int threads, ComputeDevice device) {
    loadLibrary();
    return BriefThread.run("load", () -> loadNow(checkpoint, threads, device));
  }

  private static TorchModule loadNow(Checkpoint checkpoint, int threads, ComputeDevice device) {
    useThreadsOfEngine(threads);
    Architecture architecture = checkpoint.architecture();
    byte[] archive = TorchScriptArchive.write(
        script(architecture.family()) + script(device.layers()) + script(SHARED),
        attributes(architecture, checkpoint.preprocessing()));
    Model model = Model.newInstance(architecture.family(), ComputeDevice.PLAIN.device(), ENGINE);
    try {
      model.load(new ByteArrayInputStream(archive));
      BoundWeights weights = new BoundWeights((PtSymbolBlock) model.getBlock(), checkpoint, device);
      return new TorchModule(model, weights, checkpoint, device);
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException(
          "The engine refused the %s script".formatted(architecture.family()), e);
    }
  }

  private static String script(String name) {
    try (InputStream resource = TorchModule.class.getResourceAsStream(name + ".torchscript")) {
      if (resource == null) {
        throw new IllegalStateException("No script of the name " + name);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the script " + name, e);
    }
  }

  private static Map<String, Object> attributes(
      Architecture architecture, ImagePreprocessing preprocessing) {
    Map<String, Object> attributes = new HashMap<>(architecture.settings());
    attributes.put("training", false);
    attributes.put("crop", preprocessing.cropSize());
    attributes.put("fill", preprocessing.fill());
    attributes.put("bilinear", preprocessing.interpolation() == Interpolation.BILINEAR);
    attributes.put("mean", preprocessing.mean());
    attributes.put("std", preprocessing.std());
    attributes.put("image", TorchScriptArchive.NO_TENSORS);
    attributes.put("text", TorchScriptArchive.NO_TENSORS);
    return attributes;
  }

  /** How pictures are resized and cropped. */
  public ImagePreprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Resizes and crops.
   *
   * @param rgb direct buffer of unsigned {@code [height][width][3]}
   * @return unsigned {@code [3][side][side]}
   */
  public byte[] preprocess(ByteBuffer rgb, int width, int height) {
    return whileOpen(() -> preprocessNow(rgb, width, height));
  }

  private byte[] preprocessNow(ByteBuffer rgb, int width, int height) {
    Placement at = preprocessing.place(width, height);
    // Helpers of this thread would count: with more than there are processors, OpenMP's threads
    // wait asleep.
    useThreadsOfEngine(1);
    try (NDManager manager = work.newSubManager();
        IValue picture = IValue.from(
            (PtNDArray) manager.create(rgb, new Shape(height, width, 3), DataType.UINT8));
        IValue size = IValue.listFrom((long) at.height(), (long) at.width());
        IValue corner = IValue.listFrom((long) at.top(), (long) at.left());
        IValue pixels = IValueUtils.runMethod(block, "preprocess", picture, size, corner)) {
      return bytes(pixels.toTensor((PtNDManager) manager));
    }
  }

  private static byte[] bytes(NDArray array) {
    ByteBuffer buffer = array.toByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public float[][] encodeImages(ByteBuffer pixels, int count) {
    return whileOpen(() -> withinMemory(() -> encodeImagesNow(pixels, count)));
  }

  private float[][] encodeImagesNow(ByteBuffer pixels, int count) {
    try (NDManager manager = work.newSubManager();
        IValue batch = IValue.from(
            (PtNDArray) manager.create(pixels, new Shape(count, 3, side, side), DataType.UINT8));
        IValue embeddings = IValueUtils.runMethod(block, "encode_images", batch)) {
      return rows(embeddings.toTensor((PtNDManager) manager), count);
    }
  }

  @Override
  public float[][] encodeTexts(long[] ids, long[] ends) {
    return whileOpen(() -> withinMemory(() -> encodeTextsNow(ids, ends)));
  }

  private float[][] encodeTextsNow(long[] ids, long[] ends) {
    int count = ends.length;
    try (NDManager manager = work.newSubManager();
        IValue texts =
            IValue.from((PtNDArray) manager.create(ids, new Shape(count, ids.length / count)));
        IValue positions = IValue.from((PtNDArray) manager.create(ends));
        IValue embeddings = IValueUtils.runMethod(block, "encode_texts", texts, positions)) {
      return rows(embeddings.toTensor((PtNDManager) manager), count);
    }
  }

  private float[][] rows(NDArray array, int count) {
    float[] all = array.toFloatArray();
    float[][] rows = new float[count][dimension];
    for (int row = 0; row < count; row++) {
      System.arraycopy(all, row * dimension, rows[row], 0, dimension);
    }
    return rows;
  }

  @Override
  public void useFixedPlansOnThisThread() {
    JniUtils.setGraphExecutorOptimize(false);
  }

  @Override
  public void useThreads(int count) {
    useThreadsOfEngine(count);
  }

  /**
   * The engine keeps the number by the thread that calls it, but its first parallel operation on a thread takes over
   * what any thread set last. Asking for the number has that done before.
   */
  private static void useThreadsOfEngine(int count) {
    if (JniUtils.getNumThreads() != count) {
      JniUtils.setNumThreads(count);
    }
  }

  /**
   * Puts rows on the device.
   *
   * @param matrix in native memory, which must outlive the result
   */
  public DeviceRows place(EmbeddingMatrix matrix) {
    return whileOpen(() -> new TorchRows(this, work.newSubManager(), matrix, device));
  }

  private static <T> T withinMemory(Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineException e) {
      if (OUT_OF_MEMORY.matcher(String.valueOf(e.getMessage())).find()) {
        throw new DeviceMemoryException(e);
      }
      throw e;
    }
  }

  <T> T whileOpen(Supplier<T> call) {
    inUse.readLock().lock();
    try {
      if (closed) {
        throw new EncoderUnavailableException("The service is shutting down.");
      }
      return call.get();
    } finally {
      inUse.readLock().unlock();
    }
  }

  /** Waits for running calls. Closing twice does nothing. */
  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        work.close();
        model.close();
        weights.close();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }
}
