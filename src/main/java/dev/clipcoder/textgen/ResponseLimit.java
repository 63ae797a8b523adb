package dev.clipcoder.textgen;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/** Ends responses that do not end by themselves. */
final class ResponseLimit implements Interceptor {

  private final long mostBytes;

  ResponseLimit(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    if (body == null) {
      return response;
    }
    ForwardingSource limited = new ForwardingSource(body.source()) {

      private long read;

      @Override
      public long read(Buffer sink, long byteCount) throws IOException {
        long bytes = super.read(sink, byteCount);
        read += Math.max(0, bytes);
        if (read > mostBytes) {
          throw new ResponseTooLongException(mostBytes);
        }
        return bytes;
      }
    };
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(limited), body.contentType(), body.contentLength()))
        .build();
  }
}
