import { signal } from "@preact/signals";
import type { App } from "./app.ts";
import { thrownText } from "./problems.ts";

export interface Upload {
  readonly id: string;
  readonly room: string;
  readonly file: File;
  readonly sent: number;
  /** What `sendMessage` takes, once it is uploaded. */
  readonly attachment?: string;
  readonly problem?: string;
}

/** At most so many files hang on one message. */
export const MOST_FILES = 10;

let next = 0;

/** The files that will hang on the next message of a room or a thread. */
export class Uploads {
  readonly #app: App;
  readonly #room: string;
  readonly all = signal<readonly Upload[]>([]);

  constructor(app: App, room: string) {
    this.#app = app;
    this.#room = room;
  }

  /** Follows the engine's progress while it is shown. */
  listen(): () => void {
    return this.#app.onChange((change) => {
      if (change.kind === "uploadProgress") {
        this.#set(change.upload, { sent: change.sent });
      }
    });
  }

  add(files: Iterable<File>): void {
    for (const file of [...files].slice(0, MOST_FILES - this.all.value.length)) {
      const id = `${Date.now().toString(36)}-${next++}`;
      this.all.value = [...this.all.value, { id, room: this.#room, file, sent: 0 }];
      void this.#start(id, file);
    }
  }

  retry(upload: Upload): void {
    this.#remove(upload.id);
    this.add([upload.file]);
  }

  cancel(upload: Upload): void {
    this.#remove(upload.id);
    void this.#app.paloma.cancelUpload(upload.id).catch(() => {});
  }

  /** What is uploaded, for a message that is sent now. */
  take(): string[] {
    const ready = this.all.value.flatMap((upload) => upload.attachment ?? []);
    this.all.value = this.all.value.filter((upload) => upload.attachment === undefined);
    return ready;
  }

  get busy(): boolean {
    return this.all.value.some((upload) => upload.attachment === undefined && upload.problem === undefined);
  }

  async #start(id: string, file: File): Promise<void> {
    try {
      const attachment = await this.#app.paloma.attach(id, this.#room, file);
      this.#set(id, { attachment, sent: file.size });
    } catch (thrown) {
      this.#set(id, { problem: thrownText(thrown) });
    }
  }

  #set(id: string, news: Partial<Upload>): void {
    this.all.value = this.all.value.map((upload) => (upload.id === id ? { ...upload, ...news } : upload));
  }

  #remove(id: string): void {
    this.all.value = this.all.value.filter((upload) => upload.id !== id);
  }
}
