import { writeFile } from "node:fs/promises";

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES = 4;

/**
 * Makes what the browser's camera will see: what somebody's screen shows now, as a film of a few frames that is played
 * again and again.
 *
 * @param {string} file to be written, Y4M
 * @param {import("playwright-core").Locator} shown a part of a page
 */
export async function film(file, shown) {
  const picture = (await shown.screenshot()).toString("base64");
  const light = await shown.page().evaluate(
    async ([picture, width, height]) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
      const seen = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const frame = new OffscreenCanvas(width, height).getContext("2d");
      if (frame === null) {
        throw new Error("no canvas");
      }
      frame.fillStyle = "gray";
      frame.fillRect(0, 0, width, height);
      const scale = Math.min((width - 80) / seen.width, (height - 80) / seen.height);
      frame.drawImage(seen, 40, 40, seen.width * scale, seen.height * scale);
      const { data } = frame.getImageData(0, 0, width, height);
      // Dark on light needs no colour: green is close enough to how light something is.
      let text = "";
      for (let at = 1; at < data.length; at += 4) {
        text += String.fromCharCode(data[at] ?? 0);
      }
      return text;
    },
    /** @type {const} */ ([picture, WIDTH, HEIGHT]),
  );
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), Buffer.from(light, "latin1"), grey]);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]));
}
