import { Download, File as FileIcon, ImageOff } from "lucide";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { AttachmentInfo } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { say } from "../state/toasts.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { sizeOf } from "../text/time.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { PictureDialog } from "./picture-dialog.tsx";
import { saveBlob } from "./save.ts";

/** Formats that the browser draws and that can't run anything. */
const PICTURES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"]);
const LARGEST_SHOWN = 400;

export function Attachments({ room, attachments }: { room: string; attachments: readonly AttachmentInfo[] }) {
  return (
    <div class="attachments">
      {attachments.map((attachment) =>
        PICTURES.has(attachment.mediaType) && attachment.width && attachment.height ? (
          <Picture key={attachment.id} room={room} attachment={attachment} />
        ) : (
          <FileCard key={attachment.id} room={room} attachment={attachment} />
        ),
      )}
    </div>
  );
}

/** A picture has its place before it has come: its size is known. */
function Picture({ room, attachment }: { room: string; attachment: AttachmentInfo }) {
  const app = useApp();
  const frame = useRef<HTMLButtonElement>(null);
  const [url, setUrl] = useState<string | "failed">();
  const name = harmlessLine(attachment.name);
  const width = attachment.width ?? 1;
  const height = attachment.height ?? 1;
  useLayoutEffect(() => {
    const scale = Math.min(1, LARGEST_SHOWN / width, 320 / height);
    frame.current?.style.setProperty("inline-size", `${Math.max(48, Math.round(width * scale))}px`);
    frame.current?.style.setProperty("aspect-ratio", `${width} / ${height}`);
  }, [width, height]);
  useEffect(() => {
    let made: string | undefined;
    let wanted = true;
    app.paloma.download(room, attachment, true).then(
      (blob) => {
        if (wanted) {
          made = URL.createObjectURL(blob);
          setUrl(made);
        }
      },
      () => wanted && setUrl("failed"),
    );
    return () => {
      wanted = false;
      if (made !== undefined) {
        URL.revokeObjectURL(made);
      }
    };
  }, [app, room, attachment.id]);
  return (
    <button
      ref={frame}
      type="button"
      class="picture"
      aria-label={t("picture.open", { name })}
      onClick={() => app.open(() => <PictureDialog room={room} attachment={attachment} />)}
    >
      {url === "failed" && <Icon of={ImageOff} label={t("picture.failed")} />}
      {url !== undefined && url !== "failed" && <img src={url} alt={name} decoding="async" />}
      {url === undefined && <span class="skeleton" />}
    </button>
  );
}

function FileCard({ room, attachment }: { room: string; attachment: AttachmentInfo }) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const name = harmlessLine(attachment.name);
  const save = async () => {
    setBusy(true);
    try {
      saveBlob(await app.paloma.download(room, attachment, false), name);
    } catch (thrown) {
      say(thrownText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="file-card">
      <Icon of={FileIcon} />
      <div class="grow">
        <bdi class="ellipsis block">{name}</bdi>
        <span class="quiet secondary figures">{busy ? t("file.loading") : sizeOf(attachment.size)}</span>
      </div>
      <IconButton icon={Download} label={t("file.save", { name })} disabled={busy} onClick={() => void save()} />
    </div>
  );
}
