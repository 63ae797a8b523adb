package dev.clipcoder.api;

import dev.clipcoder.embedding.Npy;
import java.io.IOException;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Vectors for NumPy: {@code numpy.load} of the body is a float32 array of shape (n, dimension). */
@Component
final class NpyConverter extends AbstractHttpMessageConverter<NpyRows> {

  static final String MEDIA_TYPE_VALUE = "application/x-npy";

  NpyConverter() {
    super(MediaType.parseMediaType(MEDIA_TYPE_VALUE));
  }

  @Override
  protected boolean supports(Class<?> type) {
    return NpyRows.class.isAssignableFrom(type);
  }

  @Override
  protected NpyRows readInternal(Class<? extends NpyRows> type, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("Vectors are not read, only written", input);
  }

  @Override
  protected void writeInternal(NpyRows response, HttpOutputMessage output) throws IOException {
    output.getBody().write(Npy.encodeRows(response.npyRows()));
  }
}
