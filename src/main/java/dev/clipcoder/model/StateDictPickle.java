package dev.clipcoder.model;

import dev.clipcoder.model.PickleValue.Dictionary;
import dev.clipcoder.model.PickleValue.Flag;
import dev.clipcoder.model.PickleValue.Fraction;
import dev.clipcoder.model.PickleValue.Items;
import dev.clipcoder.model.PickleValue.Plain;
import dev.clipcoder.model.PickleValue.Text;
import dev.clipcoder.model.PickleValue.Tuple;
import dev.clipcoder.model.PickleValue.Whole;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickle of a state dict, and nothing else. A pickle is a program that may call any function of Python;
 * this machine knows the opcodes that {@code torch.save} writes for a dictionary of tensors (protocol 2) and three
 * callables, which it understands as data. Everything else ends it with one sentence. It executes nothing.
 *
 * <p>Time and memory are bounded by the size of the pickle and the number of its opcodes: none of the opcodes
 * copies what it refers to, and nothing is read by recursion.
 */
final class StateDictPickle {

  /** Names, shapes and strides; the largest published models have a few hundred kilobytes. */
  private static final int MAX_BYTES = 32 << 20;

  /** About thirty opcodes describe a tensor, eight a module. */
  private static final int MAX_OPCODES = 500_000;

  private static final int HIGHEST_PROTOCOL = 2;

  private final String file;
  private final ByteBuffer in;
  private final StateDictCalls calls;
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();

  private StateDictPickle(String file, ByteBuffer in) {
    this.file = file;
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.calls = new StateDictCalls(file);
  }

  /**
   * The value that the pickle describes.
   *
   * @param file for messages
   * @throws CheckpointException if it is no plain state dict
   */
  static PickleValue read(String file, ByteBuffer pickle) {
    if (pickle.remaining() > MAX_BYTES) {
      throw new CheckpointException("%s: its pickle has %d bytes; at most %d are read."
          .formatted(file, pickle.remaining(), MAX_BYTES));
    }
    try {
      return new StateDictPickle(file, pickle).run();
    } catch (BufferUnderflowException e) {
      throw new CheckpointException(
          "%s: its pickle ends in the middle; download the file again.".formatted(file), e);
    }
  }

  private PickleValue run() {
    for (int i = 0; i < MAX_OPCODES; i++) {
      int opcode = in.get() & 0xff;
      if (opcode == '.') {
        PickleValue result = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
          throw broken("leaves values behind");
        }
        return result;
      }
      step(opcode);
    }
    throw broken("has more than %d opcodes".formatted(MAX_OPCODES));
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol();
      case 'c' -> push(calls.global(line(), line()));
      case 'R' -> reduce();
      case 'b' -> build();
      case 'Q' -> push(calls.storage(pop()));
      case '(' -> marks.add(stack.size());
      case 'N' -> push(Plain.NONE);
      case 0x88 -> push(new Flag(true));
      case 0x89 -> push(new Flag(false));
      case 'K' -> push(new Whole(in.get() & 0xff));
      case 'M' -> push(new Whole(in.getShort() & 0xffff));
      case 'J' -> push(new Whole(in.getInt()));
      case 0x8a -> push(new Whole(longNumber()));
      case 'G' -> push(new Fraction(Double.longBitsToDouble(Long.reverseBytes(in.getLong()))));
      case 'X' -> push(new Text(text(in.getInt())));
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popToMark()));
      case 0x85 -> push(new Tuple(popLast(1)));
      case 0x86 -> push(new Tuple(popLast(2)));
      case 0x87 -> push(new Tuple(popLast(3)));
      case ']' -> push(new Items(new ArrayList<>()));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case '}' -> push(new Dictionary());
      case 's' -> set(popLast(2));
      case 'u' -> set(popToMark());
      case 'q' -> remember(in.get() & 0xff);
      case 'r' -> remember(in.getInt());
      case 'h' -> push(recall(in.get() & 0xff));
      case 'j' -> push(recall(in.getInt()));
      default -> throw calls.refused(PickleOpcodes.name(opcode));
    }
  }

  private void protocol() {
    int protocol = in.get() & 0xff;
    if (protocol > HIGHEST_PROTOCOL) {
      throw broken(
          "is of protocol %d; torch.save writes 2 unless told otherwise".formatted(protocol));
    }
  }

  private void reduce() {
    List<PickleValue> call = popLast(2);
    push(calls.call(call.get(0), call.get(1)));
  }

  /** An OrderedDict's attributes, such as a state dict's {@code _metadata}: versions of modules, of no use here. */
  private void build() {
    List<PickleValue> both = popLast(2);
    if (!(both.get(0) instanceof Dictionary) || !(both.get(1) instanceof Dictionary)) {
      throw calls.refused("BUILD on " + both.get(0).kind());
    }
    push(both.get(0));
  }

  private long longNumber() {
    int bytes = in.get() & 0xff;
    if (bytes > Long.BYTES) {
      throw broken("has a whole number of %d bytes".formatted(bytes));
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xffL) << (8 * i);
    }
    int unused = Long.SIZE - 8 * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  private String text(int bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw broken("has a text of %s bytes".formatted(Integer.toUnsignedString(bytes)));
    }
    try {
      String text = StandardCharsets.UTF_8
          .newDecoder()
          .decode(in.slice(in.position(), bytes))
          .toString();
      in.position(in.position() + bytes);
      return text;
    } catch (CharacterCodingException e) {
      throw new CheckpointException(
          "%s: its pickle has a text that is not UTF-8.".formatted(file), e);
    }
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int next = in.get(); next != '\n'; next = in.get()) {
      line.append((char) (next & 0xff));
    }
    return line.toString();
  }

  private void append(List<PickleValue> values) {
    if (!(top() instanceof Items(List<PickleValue> items))) {
      throw broken("appends to what is no list");
    }
    items.addAll(values);
  }

  private void set(List<PickleValue> pairs) {
    if (!(top() instanceof Dictionary(Map<String, PickleValue> entries)) || pairs.size() % 2 != 0) {
      throw broken("sets an entry of what is no dictionary");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!(pairs.get(i) instanceof Text(String key))) {
        throw broken("has %s as a key; expected the names of tensors"
            .formatted(pairs.get(i).kind()));
      }
      if (entries.put(key, pairs.get(i + 1)) != null) {
        throw broken("has the key '%s' twice".formatted(key));
      }
    }
  }

  private void remember(int index) {
    memo.put(index, top());
  }

  private PickleValue recall(int index) {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw broken("refers to what it has not said");
    }
    return value;
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  /** No value below the last mark may be taken. */
  private void require(int count) {
    int floor = marks.isEmpty() ? 0 : marks.getLast();
    if (stack.size() - floor < count) {
      throw broken("takes a value that is not there");
    }
  }

  private PickleValue top() {
    require(1);
    return stack.getLast();
  }

  private PickleValue pop() {
    require(1);
    return stack.removeLast();
  }

  private List<PickleValue> popLast(int count) {
    require(count);
    return popFrom(stack.size() - count);
  }

  private List<PickleValue> popToMark() {
    if (marks.isEmpty()) {
      throw broken("closes a group that it has not opened");
    }
    return popFrom(marks.removeLast());
  }

  private List<PickleValue> popFrom(int begin) {
    List<PickleValue> last = stack.subList(begin, stack.size());
    List<PickleValue> values = List.copyOf(last);
    last.clear();
    return values;
  }

  private CheckpointException broken(String what) {
    return new CheckpointException(
        "%s: its pickle %s; expected a state dict as torch.save writes it.".formatted(file, what));
  }
}
