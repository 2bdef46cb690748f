import { useEffect, useState } from "preact/hooks";

/** A text as a picture that a camera reads. It is black on white in every theme: cameras want that. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [code, setCode] = useState<{ size: number; path: string }>();
  useEffect(() => {
    let wanted = true;
    void import("qrcode-generator").then(({ default: qrcode }) => {
      const drawn = qrcode(0, "M");
      drawn.addData(text, "Byte");
      drawn.make();
      const size = drawn.getModuleCount();
      const path: string[] = [];
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++) {
          if (drawn.isDark(y, x)) {
            path.push(`M${x} ${y}h1v1h-1z`);
          }
        }
      }
      if (wanted) {
        setCode({ size, path: path.join("") });
      }
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${code?.size ?? 1} ${code?.size ?? 1}`} role="img" aria-label={label}>
      {code && <path d={code.path} shape-rendering="crispEdges" />}
    </svg>
  );
}
