package dev.clipcoder.image;

/**
 * One entry of a zip as its directory describes it. The views are inside the file; all else is what the file claims.
 *
 * @param name as the directory has it
 * @param localName as the entry's own header has it
 * @param flags general purpose bits
 * @param method 0 stored, 8 deflated
 * @param mode Unix mode, 0 where the archive was made on a system that has none
 * @param crc CRC-32 of the unpacked bytes
 * @param length unpacked bytes, at least 0
 * @param header index of the entry's own header
 * @param data the bytes as stored
 */
record ZipMember(
    ByteView name,
    ByteView localName,
    int flags,
    int method,
    int mode,
    long crc,
    long length,
    int header,
    ByteView data) {

  /** Index behind the last stored byte. */
  int end() {
    return data.from() + data.size();
  }
}
