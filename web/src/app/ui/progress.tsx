/** How far something is. */
export function Progress({ label, value, most }: { label: string; value: number; most: number }) {
  return <progress class="progress" aria-label={label} value={value} max={Math.max(most, 1)} />;
}
