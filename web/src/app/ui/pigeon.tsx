/** The mark: a carrier pigeon in three strokes. */
export function Pigeon() {
  return (
    <svg viewBox="0 0 32 32" class="pigeon" aria-hidden="true">
      <path d="M28 9.5 24.5 8C23.5 5.4 20.6 4.6 18.4 6c-1.6 1-2.2 2.6-2.4 4.2C15.5 14 12.600 16.500 4 17" />
      <path d="M24.500 8c.9 9-3.600 16-12 16-3.700 0-6.700-2.600-8.500-7" />
      <path d="M8.500 23 5 27.500m10.500-13c1 3 4 4.300 6.500 3.500" />
    </svg>
  );
}
