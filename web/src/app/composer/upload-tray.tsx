import { File as FileIcon, RotateCw, X } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { Upload, Uploads } from "../state/uploads.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { sizeOf } from "../text/time.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Progress } from "../ui/progress.tsx";

/** The files that will go with the next message, with how far each is. */
export function UploadTray({ uploads }: { uploads: Uploads }) {
  if (uploads.all.value.length === 0) {
    return null;
  }
  return (
    <ul class="upload-tray" aria-label={t("uploads.label")}>
      {uploads.all.value.map((upload) => (
        <UploadCard key={upload.id} upload={upload} uploads={uploads} />
      ))}
    </ul>
  );
}

function UploadCard({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { file } = upload;
  const name = harmlessLine(file.name);
  const [preview, setPreview] = useState<string>();
  useEffect(() => {
    if (!/^image\/(png|jpeg|webp|gif|avif)$/.test(file.type)) {
      return;
    }
    const url = URL.createObjectURL(file);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  const done = upload.attachment !== undefined;
  return (
    <li class={`upload${upload.problem === undefined ? "" : " failed"}`}>
      {preview === undefined ? <Icon of={FileIcon} /> : <img src={preview} alt="" />}
      <div class="grow">
        <bdi class="ellipsis block">{name}</bdi>
        {upload.problem === undefined && !done && (
          <Progress label={t("uploads.progress", { name })} value={upload.sent} most={file.size} />
        )}
        <span class="quiet label figures">
          {upload.problem ??
            (done ? sizeOf(file.size) : t("uploads.of", { sent: sizeOf(upload.sent), size: sizeOf(file.size) }))}
        </span>
      </div>
      {upload.problem !== undefined && (
        <IconButton small icon={RotateCw} label={t("retry")} onClick={() => uploads.retry(upload)} />
      )}
      <IconButton
        small
        icon={X}
        label={done ? t("uploads.remove", { name }) : t("uploads.cancel", { name })}
        onClick={() => uploads.cancel(upload)}
      />
    </li>
  );
}
