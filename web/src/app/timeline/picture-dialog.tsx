import { Download } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { AttachmentInfo } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { sizeOf } from "../text/time.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { saveBlob } from "./save.ts";

/** A picture as large as it fits. */
export function PictureDialog({ room, attachment }: { room: string; attachment: AttachmentInfo }) {
  const app = useApp();
  const [picture, setPicture] = useState<{ url: string; blob: Blob }>();
  const [problem, setProblem] = useState<string>();
  const name = harmlessLine(attachment.name);
  useEffect(() => {
    let made: string | undefined;
    app.paloma.download(room, attachment, false).then(
      (blob) => {
        made = URL.createObjectURL(new Blob([blob], { type: attachment.mediaType }));
        setPicture({ url: made, blob });
      },
      (thrown) => setProblem(thrownText(thrown)),
    );
    return () => {
      if (made !== undefined) {
        URL.revokeObjectURL(made);
      }
    };
  }, [app, room, attachment.id]);
  return (
    <Dialog title={name} onClose={app.close} class="picture-dialog">
      {problem !== undefined && <Notice kind="danger">{problem}</Notice>}
      {picture === undefined && problem === undefined && <SkeletonLines widths={[100]} />}
      {picture && <img src={picture.url} alt={name} />}
      <DialogActions>
        <span class="quiet secondary grow">{sizeOf(attachment.size)}</span>
        <Button
          icon={Download}
          disabled={picture === undefined}
          onClick={() => picture && saveBlob(picture.blob, name)}
        >
          {t("save")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
