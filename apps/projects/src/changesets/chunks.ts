/** Rows of one statement: far below the statement timeout, however large the changeset. */
const ROWS = 2000;

export function* chunks<T>(rows: T[], size = ROWS): Generator<T[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
}
