package dev.clipcoder.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library, set up when this class is first used: one thread per call, because the pool around it
 * already uses every processor, and silent, because a log line per broken upload is a gift to whoever sends them.
 */
final class OpenCv {

  private static final Logger log = LoggerFactory.getLogger(OpenCv.class);

  /** {@code void cv::utils::logging::setLogLevel(LogLevel)} as GCC and Clang name it; JavaCPP does not bind it. */
  private static final String SET_LOG_LEVEL = "_ZN2cv5utils7logging11setLogLevelENS1_8LogLevelE";

  private static final int SILENT = 0;

  /** In the message of an exception of {@code cv::Error::StsNoMem}, which is our fault and not the file's. */
  private static final String NO_MEMORY = "Insufficient memory";

  static {
    // JavaCPP counts all memory of the process, also the weights of the model, against twice the
    // heap.
    // What pictures may take is bounded by DecodeQueue.
    setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
    setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    Loader.load(opencv_imgcodecs.class);
    setNumThreads(1);
    opencv_core.setUseOpenCL(false);
    silence();
  }

  private OpenCv() {}

  /** Native memory, the caller's to close. Taken from here, so that the limits above are set before the first. */
  static BytePointer allocate(long bytes) {
    return new BytePointer(bytes);
  }

  /** A native copy, the caller's to close. */
  static BytePointer copyOf(byte[] bytes) {
    return allocate(bytes.length).put(bytes, 0, bytes.length);
  }

  /**
   * Decodes and owns nothing afterwards: the result is the caller's to close.
   *
   * @param encoded native copy of the file
   * @param size bytes of it to look at
   * @param flags of {@code cv::imdecode}
   * @throws UndecodableImageException if OpenCV makes no picture of it
   */
  static Mat decode(BytePointer encoded, long size, int flags, ImageFormat format) {
    try (Mat input = new Mat(1, Math.toIntExact(size), CV_8UC1, encoded)) {
      Mat decoded = imdecode(input, flags);
      if (decoded.empty()) {
        decoded.close();
        throw undecodable(format);
      }
      return decoded;
    } catch (RuntimeException e) {
      if (e instanceof ImageException) {
        throw e;
      }
      if (String.valueOf(e.getMessage()).contains(NO_MEMORY)) {
        throw new IllegalStateException("Not enough memory to decode a picture", e);
      }
      log.debug("OpenCV failed on a {} of {} bytes", format.title(), size, e);
      throw undecodable(format);
    }
  }

  private static UndecodableImageException undecodable(ImageFormat format) {
    return new UndecodableImageException(
        "The %s cannot be decoded: it is damaged, cut off or of an unusual kind."
            .formatted(format.title()));
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static void silence() {
    SymbolLookup.loaderLookup()
        .find(SET_LOG_LEVEL)
        .ifPresentOrElse(
            function -> {
              try {
                Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                    .invokeExact(SILENT);
              } catch (Throwable e) {
                throw new IllegalStateException("OpenCV's log level cannot be set", e);
              }
            },
            () -> log.debug(
                "This build of OpenCV hides its log level; OPENCV_LOG_LEVEL=SILENT sets it"));
  }
}
