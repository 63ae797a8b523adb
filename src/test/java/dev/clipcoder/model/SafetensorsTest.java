package dev.clipcoder.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  @TempDir
  Path folder;

  @Test
  void map_sound_givesTensorsInPlace() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Map<String, Tensor> tensors = Safetensors.tensors(MappedFile.map(file("""
              {"__metadata__":{"format":"pt"},
               "b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},
               "a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 8), arena));

      assertThat(tensors).containsOnlyKeys("a", "b");
      assertThat(tensor(tensors, "a").elements()).isEqualTo(1);
      assertThat(tensor(tensors, "b").shape()).isEqualTo(List.of(2L));
      assertThat(tensor(tensors, "b").data().address()
              - tensor(tensors, "a").data().address())
          .isEqualTo(4);
    }
  }

  /** Each row: what is wrong, the entries of two tensors, the bytes of data, a part of the sentence. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
          overlap          | 'F32 [1] [0,4]'  | 'F32 [1] [0,4]'  | 4  | begins at data byte 0; expected 4
          partial overlap  | 'F32 [2] [0,8]'  | 'F32 [2] [4,12]' | 12 | begins at data byte 4; expected 8
          hole             | 'F32 [1] [0,4]'  | 'F32 [1] [8,12]' | 12 | begins at data byte 8; expected 4
          hole in front    | 'F32 [1] [4,8]'  | 'F32 [1] [8,12]' | 12 | begins at data byte 4; expected 0
          data left over   | 'F32 [1] [0,4]'  | 'F32 [1] [4,8]'  | 9  | end at data byte 8, the file at 9
          out of range     | 'F32 [1] [0,4]'  | 'F32 [1] [4,8]'  | 7  | expected a range within the file
          backwards        | 'F32 [1] [4,0]'  | 'F32 [1] [4,8]'  | 8  | expected a range within the file
          negative         | 'F32 [1] [-4,0]' | 'F32 [1] [0,4]'  | 4  | data_offsets that is no short list
          fraction         | 'F32 [1.5] [0,4]'| 'F32 [1] [4,8]'  | 8  | shape that is no short list
          overflowing      | 'F32 [4611686018427387904,4] [0,0]' | 'F32 [1] [0,4]' | 4 | which no file can hold
          too many axes    | 'F32 [1,1,1,1,1,1,1,1,1] [0,4]'     | 'F32 [1] [4,8]' | 8 | shape that is no short list
          """)
  void map_unsound_saysWhere(String name, String first, String second, int bytes, String sentence)
      throws IOException {
    Path file = file("{\"a\":%s,\"b\":%s}".formatted(entry(first), entry(second)), bytes);

    try (Arena arena = Arena.ofConfined()) {
      Refusal.assertRefused(() -> Safetensors.tensors(MappedFile.map(file, arena)), sentence);
    }
  }

  private static Tensor tensor(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }

  private static String entry(String compact) {
    String[] parts = compact.split(" ", 3);
    return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(parts[0], parts[1], parts[2]);
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(folder.resolve("model.safetensors"), bytes.array());
  }
}
