import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { useModules } from "./support/modules.mjs";

const load = useModules();
/** @type {(file: File) => Promise<File>} */
let withoutMetadata;
before(async () => {
  ({ withoutMetadata } = await load("/src/host/picture/metadata.ts"));
});

const bytes = (/** @type {number[]} */ ...values) => Buffer.from(values);
const text = (/** @type {string} */ value) => Buffer.from(value, "latin1");

/** EXIF with an orientation and where the picture was taken. @param {number} orientation @param {boolean} little */
function exif(orientation, little = false) {
  const out = Buffer.alloc(38 + 30);
  const short = (/** @type {number} */ value, /** @type {number} */ at) =>
    little ? out.writeUInt16LE(value, at) : out.writeUInt16BE(value, at);
  const long = (/** @type {number} */ value, /** @type {number} */ at) =>
    little ? out.writeUInt32LE(value, at) : out.writeUInt32BE(value, at);
  out.write(little ? "II" : "MM", 0, "latin1");
  short(42, 2);
  long(8, 4);
  short(2, 8);
  short(0x0112, 10);
  short(3, 12);
  long(1, 14);
  short(orientation, 18);
  short(0x8825, 22);
  short(4, 24);
  long(1, 26);
  long(38, 30);
  out.write("GPS 52.52 N 13.40 E", 38, "latin1");
  return out;
}

/** @param {number} marker @param {Buffer} content */
const segment = (marker, content) =>
  Buffer.concat([bytes(0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff), content]);
/** @param {Buffer[]} segments @param {Buffer} behind */
const jpeg = (segments, behind = bytes()) =>
  Buffer.concat([
    bytes(0xff, 0xd8),
    segment(0xe0, text("JFIF\0\x01\x02\0\0\x01\0\x01\0\0")),
    ...segments,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xda, bytes(1, 1, 0, 0, 63, 0)),
    bytes(0x12, 0xff, 0x00, 0x34, 0xff, 0xd3, 0x56, 0xff, 0xff, 0xc4, 0x00, 0x04, 1, 2),
    segment(0xda, bytes(1, 1, 0, 0, 63, 0)),
    bytes(0x78, 0xff, 0xd9),
    behind,
  ]);
/** @param {string} type @param {Buffer} content */
const chunk = (type, content) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([text(type), content]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};
/** @param {Buffer[]} chunks @param {Buffer} behind */
const png = (chunks, behind = bytes()) =>
  Buffer.concat([
    text("\x89PNG\r\n\x1a\n"),
    chunk("IHDR", bytes(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)),
    ...chunks,
    chunk("IDAT", deflateSync(bytes(0, 0))),
    chunk("IEND", bytes()),
    behind,
  ]);
/** @param {string} type @param {Buffer} content */
const riff = (type, content) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([text(type), length, content, bytes(...(content.length % 2 === 1 ? [0] : []))]);
};
/** @param {Buffer[]} chunks */
const webp = (chunks) => riff("RIFF", Buffer.concat([text("WEBP"), ...chunks]));

/** What is left of a file. @param {Buffer} content */
const cleaned = async (content) => {
  const file = new File([new Uint8Array(content)], "a picture", { type: "image/x" });
  const out = await withoutMetadata(file);
  assert.deepEqual([out.name, out.type], ["a picture", "image/x"]);
  return Buffer.from(await out.arrayBuffer());
};
/** EXIF that has an orientation and nothing else. @param {number} orientation */
const onlyTurned = (orientation) =>
  Buffer.concat([text("MM\0*"), bytes(0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0)]);

describe("a picture that somebody sends", () => {
  test("leaves a JPEG's place, texts, previews, and what stands behind its end, and stays as it is", async () => {
    const secret = [
      segment(0xe1, Buffer.concat([text("Exif\0\0"), exif(1)])),
      segment(0xe1, text("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>")),
      segment(0xe0, text("JFXX\0\x10 a small picture")),
      segment(0xe2, text("MPF\0 more pictures")),
      segment(0xed, text("Photoshop 3.0\0 caption")),
      segment(0xfe, text("a comment")),
    ];
    const needed = [segment(0xe2, text("ICC_PROFILE\0\x01\x01 colours")), segment(0xee, text("Adobe\0\x64\0\0\0\0\0"))];
    assert.deepEqual(await cleaned(jpeg([...secret, ...needed], text("a video with GPS"))), jpeg(needed));
  });

  for (const little of [false, true]) {
    test(`stays turned as it was: ${little ? "little" : "big"} endian`, async () => {
      const turned = await cleaned(jpeg([segment(0xe1, Buffer.concat([text("Exif\0\0"), exif(6, little)]))]));
      assert.ok(!turned.includes("GPS"));
      const kept = segment(0xe1, Buffer.concat([text("Exif\0\0"), onlyTurned(6)]));
      assert.deepEqual(turned, Buffer.concat([bytes(0xff, 0xd8), kept, jpeg([]).subarray(2)]));
    });
  }

  test("leaves a PNG's texts, time and EXIF", async () => {
    const needed = chunk("gAMA", bytes(0, 0, 0xb1, 0x8f));
    const secret = [
      chunk("tEXt", text("Author\0somebody")),
      chunk("zTXt", text("Comment\0\0x")),
      chunk("iTXt", text("XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>")),
      chunk("tIME", bytes(7, 0xe9, 1, 2, 3, 4, 5)),
      chunk("caBX", text("a manifest")),
    ];
    assert.deepEqual(
      await cleaned(png([needed, ...secret, chunk("eXIf", exif(1))], text("more behind it"))),
      png([needed]),
    );
    assert.deepEqual(await cleaned(png([chunk("eXIf", exif(3))])), png([chunk("eXIf", onlyTurned(3))]));
  });

  test("leaves a WebP's XMP and EXIF, with the flags that announce them", async () => {
    const header = (/** @type {number} */ flags) => riff("VP8X", bytes(flags, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    const image = riff("VP8L", bytes(0x2f, 1, 2));
    const secret = (/** @type {number} */ orientation) => [riff("EXIF", exif(orientation)), riff("XMP ", text("<x/>"))];
    assert.deepEqual(await cleaned(webp([header(0x1c), image, ...secret(1)])), webp([header(0x10), image]));
    assert.deepEqual(
      await cleaned(webp([header(0x0c), image, ...secret(8)])),
      webp([header(0x08), image, riff("EXIF", onlyTurned(8))]),
    );
  });

  test("stays byte for byte when it has nothing to hide, or is no picture", async () => {
    const icon = readFileSync(new URL("../public/icon-192.png", import.meta.url));
    for (const file of [
      icon,
      jpeg([]),
      png([]),
      webp([riff("VP8 ", bytes(1, 2, 3, 4))]),
      text("Exif in a text"),
      bytes(),
    ]) {
      assert.deepEqual(await cleaned(file), file);
    }
  });

  test("ends where it can't be followed, and never hangs or grows", async () => {
    const whole = [
      jpeg([segment(0xe1, Buffer.concat([text("Exif\0\0"), exif(6)]))]),
      png([chunk("tEXt", text("Author\0somebody")), chunk("eXIf", exif(6))]),
      webp([riff("VP8X", Buffer.alloc(10)), riff("EXIF", exif(6)), riff("VP8L", bytes(0x2f))]),
    ];
    for (const file of whole) {
      for (let length = 0; length < file.length; length++) {
        assert.ok((await cleaned(file.subarray(0, length))).length <= length + 16, `${length}`);
      }
      for (let at = 0; at < file.length; at++) {
        const broken = Buffer.from(file);
        broken[at] = 0xff;
        assert.ok((await cleaned(broken)).length <= file.length + 16, `${at}`);
      }
    }
  });
});
