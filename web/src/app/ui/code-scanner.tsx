import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../text/messages.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

type DetectorType = new (options: { formats: string[] }) => Detector;

const detectorType = () => (globalThis as { BarcodeDetector?: DetectorType }).BarcodeDetector;

const LOOK_EVERY = 200;

/** Whether this browser can read codes with its camera. Where it can't, there is always something to type or compare. */
export const canScan = (): boolean => detectorType() !== undefined && navigator.mediaDevices !== undefined;

/** Looks through the camera until it sees a code. The pictures stay in this tab. */
export function CodeScanner({ onText, onClose }: { onText(text: string): void; onClose(): void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const Type = detectorType();
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    const detector = Type && new Type({ formats: ["qr_code"] });
    const look = async () => {
      const seen = video.current && detector ? await detector.detect(video.current).catch(() => []) : [];
      const text = seen[0]?.rawValue;
      if (text !== undefined && wanted) {
        onText(text);
      } else if (wanted) {
        timer = setTimeout(look, LOOK_EVERY);
      }
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(
      async (opened) => {
        stream = opened;
        if (wanted && video.current !== null) {
          video.current.srcObject = opened;
          await video.current.play();
          await look();
        }
      },
      () => setRefused(true),
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) {
        track.stop();
      }
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
