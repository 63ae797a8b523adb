import dev.clipcoder.client.ApiClient;
import dev.clipcoder.client.ApiException;
import dev.clipcoder.client.api.PicturesApi;
import dev.clipcoder.client.api.PicturesApi.APIClassifyRequest;
import dev.clipcoder.client.model.ClassifyResponse;
import dev.clipcoder.client.model.Prediction;
import java.io.File;
import java.util.List;

/** Classifies a picture by the client that openapi-generator makes of the contract: ClassifyPicture ADDRESS PICTURE LABEL… */
public class ClassifyPicture {

  public static void main(String[] arguments) throws ApiException {
    ApiClient service = new ApiClient();
    service.updateBaseUri(arguments[0]);
    String key = System.getenv("CLIPCODER_KEY");
    if (key != null) {
      service.setRequestInterceptor(request -> request.header("X-API-Key", key));
    }

    ClassifyResponse answer =
        new PicturesApi(service)
            .classify(
                APIClassifyRequest.newBuilder()
                    .image(new File(arguments[1]))
                    .labels(List.of(arguments).subList(2, arguments.length))
                    .topK(2)
                    .build());

    System.out.println(answer.getLabel());
    for (Prediction prediction : answer.getPredictions()) {
      System.out.println(prediction.getLabel() + " " + prediction.getProbability());
    }
  }
}
