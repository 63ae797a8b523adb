// NumPy's file format, as far as the service writes it: one array of float32, row by row.

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** The array of a file as `shape` (numbers) and `values` (Float32Array). Throws an Error that says what is wrong. */
export function parse(buffer) {
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 12 || MAGIC.some((byte, place) => bytes[place] !== byte)) {
    throw new Error('This is no NumPy file.');
  }
  const view = new DataView(buffer);
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const sides = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (type !== '<f4' || order !== 'False' || sides === undefined) {
    throw new Error(`This NumPy file has another form: ${header.trim()}`);
  }
  const shape = sides.split(',').map((side) => side.trim()).filter((side) => side !== '').map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  if (start + length + 4 * size !== bytes.length) {
    throw new Error('This NumPy file is not whole.');
  }
  const values = new Float32Array(size);
  for (let place = 0; place < size; place++) {
    values[place] = view.getFloat32(start + length + 4 * place, true);
  }
  return {shape, values};
}
