import type { AttachmentInfo } from "../../../src/model/views.ts";

/** A landscape of a few colours, as large as the attachment says, drawn here. */
export function drawPicture({ width = 800, height = 500 }: AttachmentInfo): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context !== null) {
    const sky = context.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, "#f3d9b1");
    sky.addColorStop(1, "#c9866b");
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    ["#6f8f95", "#44707a", "#1f4f58"].forEach((colour, index) => {
      context.fillStyle = colour;
      context.beginPath();
      context.moveTo(0, height);
      for (let x = 0; x <= width; x += 8) {
        const hill = Math.sin((x / width) * (5 + index * 2) + index * 2) * height * 0.08;
        context.lineTo(x, height * (0.52 + index * 0.15) + hill);
      }
      context.lineTo(width, height);
      context.fill();
    });
  }
  return canvas.convertToBlob({ type: "image/png" });
}
