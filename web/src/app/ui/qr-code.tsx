import { useEffect, useState } from "preact/hooks";

/** A text as a picture that a camera reads. It is black on white in every theme: cameras want that. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [code, setCode] = useState<{ size: number; path: string }>();
  useEffect(() => {
    let wanted = true;
    void import("qr").then(({ default: encodeQR }) => {
      const rows = encodeQR(text, "raw", { ecc: "medium", border: 1 });
      const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
      if (wanted) {
        setCode({ size: rows.length, path: path.join("") });
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
