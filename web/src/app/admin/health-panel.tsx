import { RotateCw } from "lucide";
import type { ComponentChildren } from "preact";
import { formatNumber, type MessageKey, t } from "../text/messages.ts";
import { relative, sizeOf } from "../text/time.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { useNode } from "./use-node.ts";

const COUNTS = ["accounts", "devices", "sessions", "rooms", "blobs", "writes-waiting"] as const;
const SIZES = ["database-bytes", "blob-bytes", "disk-free-bytes", "memory-bytes"] as const;
const LIMITS = [
  "limit-connections",
  "limit-connections-per-address",
  "limit-device-requests",
  "limit-account-requests",
  "limit-address-requests",
] as const;
const SIZE_LIMITS = ["limit-blob-bytes", "limit-account-blob-bytes"] as const;
const SECONDS_A_DAY = 86_400;

type Figures = Readonly<Record<string, number>>;

/** How the server is, and how far it goes. */
export function HealthPanel() {
  const { value, problem, again } = useNode<Figures>({ kind: "getStatus" }, (outcome) =>
    outcome.kind === "status" ? outcome.figures : undefined,
  );
  if (problem !== undefined) {
    return <Notice kind="danger">{problem}</Notice>;
  }
  if (value === undefined) {
    return <SkeletonLines widths={[60, 90, 50]} />;
  }
  const retention = value["retention-seconds"];
  return (
    <>
      <Notice
        kind={value.ready === 1 ? "good" : "warn"}
        action={
          <Button small icon={RotateCw} onClick={again}>
            {t("admin.refresh")}
          </Button>
        }
      >
        {t(value.ready === 1 ? "admin.ready" : "admin.notReady")}{" "}
        {value["started-at"] !== undefined && t("admin.since", { when: relative(value["started-at"]) })}
      </Notice>
      <FigureList title={t("admin.now")} figures={value} names={COUNTS} show={formatNumber} />
      <FigureList title={t("admin.space")} figures={value} names={SIZES} show={sizeOf} />
      <FigureList title={t("admin.limits")} figures={value} names={LIMITS} show={formatNumber}>
        <FigureRows figures={value} names={SIZE_LIMITS} show={sizeOf} />
        <div>
          <dt>{t("room.retention")}</dt>
          <dd>
            {retention === undefined
              ? t("retention.forever")
              : t("retention.days", { count: Math.round(retention / SECONDS_A_DAY) })}
          </dd>
        </div>
      </FigureList>
    </>
  );
}

interface FiguresProps {
  figures: Figures;
  names: readonly string[];
  show(value: number): string;
}

function FigureList({ title, children, ...rows }: FiguresProps & { title: string; children?: ComponentChildren }) {
  return (
    <section class="card stack-small">
      <h3>{title}</h3>
      <dl class="figure-list">
        <FigureRows {...rows} />
        {children}
      </dl>
    </section>
  );
}

function FigureRows({ figures, names, show }: FiguresProps) {
  return (
    <>
      {names.map((name) => {
        const value = figures[name];
        return (
          value !== undefined && (
            <div key={name}>
              <dt>{t(`figure.${name}` as MessageKey)}</dt>
              <dd class="figures">{show(value)}</dd>
            </div>
          )
        );
      })}
    </>
  );
}
