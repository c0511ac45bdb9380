// Pictures and documents for tests, made byte by byte.

const marker = (code, content) => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length + 2);
  return Buffer.concat([Buffer.from([0xff, code]), length, content]);
};

// A grey baseline JPEG: each block is "no difference" and "end of block", one bit each.
export function jpeg(width, height, segments = []) {
  const size = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  const oneCode = (kind) => Buffer.from([kind, 1, ...Array(15).fill(0), 0]);
  const bits = Math.ceil(width / 8) * Math.ceil(height / 8) * 2;
  const scan = Buffer.alloc(Math.ceil(bits / 8));
  if (bits % 8) scan[scan.length - 1] = (1 << (8 - (bits % 8))) - 1;
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...segments,
    marker(0xdb, Buffer.from([0, ...Array(64).fill(1)])),
    marker(0xc0, size),
    marker(0xc4, oneCode(0x00)),
    marker(0xc4, oneCode(0x10)),
    marker(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    scan,
    Buffer.from([0xff, 0xd9]),
  ]);
}

export const description = "Aigerim's phone, flat 12";

// Exif as phones write it: a description, and where it was taken.
export function exif(words = description) {
  const short = (value) => Buffer.from([value >> 8, value & 255]);
  const long = (value) => { const four = Buffer.alloc(4); four.writeUInt32BE(value); return four; };
  const entry = (tag, type, count, value) => Buffer.concat([short(tag), short(type), long(count), value]);
  const text = Buffer.from(words + "\0");
  const gps = 8 + 2 + 2 * 12 + 4, wordsAt = gps + 2 + 2 * 12 + 4, latitudeAt = wordsAt + text.length;
  return marker(0xe1, Buffer.concat([
    Buffer.from("Exif\0\0MM\0*"), long(8),
    short(2), entry(0x010e, 2, text.length, long(wordsAt)), entry(0x8825, 4, 1, long(gps)), long(0),
    short(2), entry(1, 2, 2, Buffer.from("N\0\0\0")), entry(2, 5, 3, long(latitudeAt)), long(0),
    text, ...[43, 1, 15, 1, 2234, 100].map(long),
  ]));
}

export const photo = (width = 640, height = 480, words = description) => jpeg(width, height, [exif(words)]);
export const pdf = (size = 0) => Buffer.from("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + " ".repeat(size) + "trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
