package dev.clipcoder.api;

import dev.clipcoder.encoder.EncoderUnavailableException;
import dev.clipcoder.image.fetch.FetchException;
import dev.clipcoder.image.fetch.FetchTooLateException;
import dev.clipcoder.image.fetch.InvalidAddressException;
import dev.clipcoder.image.fetch.PictureFetcher;
import dev.clipcoder.image.fetch.PictureTooLongException;
import dev.clipcoder.image.fetch.RefusedHostException;
import dev.clipcoder.image.fetch.TooManyFetchesException;
import dev.clipcoder.image.fetch.UnfetchableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Pictures that come as their addresses, where that is allowed. */
@Component
final class RemotePictures {

  static final String DESCRIPTION =
      "The address of the picture, for the service to fetch it. Off by default (clipcoder.images.allow-urls); only"
          + " public hosts";
  static final String DESCRIPTIONS =
      "The addresses of pictures, for the service to fetch them. Off by default (clipcoder.images.allow-urls); only"
          + " public hosts";
  static final String EXAMPLE = "https://example.org/cat.jpg";

  private final @Nullable PictureFetcher fetcher;

  RemotePictures(Optional<PictureFetcher> fetcher) {
    this.fetcher = fetcher.orElse(null);
  }

  /**
   * The bytes at the address in {@code imageUrl}. Blocks: for virtual threads.
   *
   * @param room for the bytes
   * @throws ProblemException if they cannot be had
   */
  byte[] get(String address, BodyBudget.Claim room) {
    return await("imageUrl", begin("imageUrl", address, room));
  }

  /** The same for each of several in {@code imageUrls}, fetched beside one another. */
  List<byte[]> getAll(List<String> addresses, BodyBudget.Claim room) {
    List<CompletableFuture<byte[]>> begun = new ArrayList<>();
    try {
      for (int i = 0; i < addresses.size(); i++) {
        begun.add(begin(field(i), addresses.get(i), room));
      }
      List<byte[]> pictures = new ArrayList<>();
      for (int i = 0; i < begun.size(); i++) {
        pictures.add(await(field(i), begun.get(i)));
      }
      return pictures;
    } finally {
      // After the first that fails, nobody waits for the others.
      begun.forEach(picture -> picture.cancel(true));
    }
  }

  private static String field(int index) {
    return "imageUrls[%d]".formatted(index);
  }

  private CompletableFuture<byte[]> begin(String field, String address, BodyBudget.Claim room) {
    if (fetcher == null) {
      throw ErrorSentences.impossible(
          field,
          "Fetching pictures by address is off on this service (clipcoder.images.allow-urls). Send the picture itself: as part 'image', as the body, or in base64.");
    }
    try {
      return fetcher.fetch(address, room::grow);
    } catch (FetchException refused) {
      throw problem(field, refused);
    }
  }

  private static byte[] await(String field, CompletableFuture<byte[]> picture) {
    try {
      return picture.get();
    } catch (ExecutionException failed) {
      throw switch (failed.getCause()) {
        case Error error -> throw error;
        case FetchException refused -> problem(field, refused);
        case RuntimeException reason -> reason;
        case null, default -> new IllegalStateException(failed);
      };
    } catch (InterruptedException stopped) {
      picture.cancel(true);
      Thread.currentThread().interrupt();
      throw new EncoderUnavailableException("The service is shutting down.", stopped);
    }
  }

  private static ProblemException problem(String field, FetchException refused) {
    ProblemType type = switch (refused) {
      case InvalidAddressException _ -> ProblemType.MALFORMED_REQUEST;
      case RefusedHostException _, UnfetchableException _ -> ProblemType.IMPOSSIBLE_REQUEST;
      case PictureTooLongException _ -> ProblemType.TOO_LARGE;
      case FetchTooLateException _ -> ProblemType.DEADLINE_EXCEEDED;
      case TooManyFetchesException _ -> ProblemType.OVERLOADED;
    };
    String detail = String.valueOf(refused.getMessage());
    ProblemException problem = new ProblemException(type, detail, field);
    problem.initCause(refused);
    return problem;
  }
}
