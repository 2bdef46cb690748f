import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../text/messages.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface DetectorType {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const FORMAT = "qr_code";
const LOOK_EVERY = 200;

/** Whether this browser lets a page use a camera. Where it doesn't, there is always something to type or compare. */
export const canScan = (): boolean => navigator.mediaDevices !== undefined;

/** The browser's own reader of codes; where it has none, ours, which is loaded only then. */
async function openDetector(): Promise<Detector> {
  const { BarcodeDetector: native } = globalThis as { BarcodeDetector?: DetectorType };
  const formats = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  const Type = native && formats.includes(FORMAT) ? native : (await import("qr/decode.js")).BarcodeDetector;
  return new Type({ formats: [FORMAT] });
}

function stopCamera(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
}

/** Looks through the camera until it sees a code. The pictures stay in this tab. */
export function CodeScanner({ onText, onClose }: { onText(text: string): void; onClose(): void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    const look = async (detector: Detector) => {
      const seen = video.current ? await detector.detect(video.current).catch(() => []) : [];
      const text = seen[0]?.rawValue;
      if (text !== undefined && wanted) {
        onText(text);
      } else if (wanted) {
        timer = setTimeout(() => void look(detector), LOOK_EVERY);
      }
    };
    const begin = async () => {
      const detector = await openDetector();
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (wanted && video.current !== null) {
        stream = opened;
        video.current.srcObject = opened;
        await video.current.play();
        await look(detector);
      } else {
        stopCamera(opened);
      }
    };
    begin().catch(() => wanted && setRefused(true));
    return () => {
      wanted = false;
      clearTimeout(timer);
      stopCamera(stream);
    };
  }, []);
  if (refused) {
    return <Notice kind="warn">{t("scanner.refused")}</Notice>;
  }
  return (
    <div class="scanner">
      <video ref={video} muted playsInline aria-label={t("scanner.label")} />
      <Button small onClick={onClose}>
        {t("cancel")}
      </Button>
    </div>
  );
}
