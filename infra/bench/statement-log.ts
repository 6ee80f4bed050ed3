/** A statement as PostgreSQL logged it (`log_statement = all`), its parameters as SQL literals. */
export type Logged = { user: string; sql: string; parameters: string[] };

// The start of an entry under our log_line_prefix: time, process, user@database, severity. Further lines of an entry begin with a tab.
const ENTRY = /^\d{4}-\d\d-\d\d \S+ UTC \[(\d+)\] (?:(\S+)@\S+ )?([A-Z]+): {2}/;
const STATEMENT = /^(?:statement|execute [^:]+): /;

/** Reads every statement of a server log, in order. */
export function readStatements(log: string): Logged[] {
  const found: Logged[] = [];
  const latest = new Map<string, Logged>();
  for (const { pid, user, severity, text } of entriesOf(log)) {
    if (severity === "LOG" && STATEMENT.test(text)) {
      const logged: Logged = { user, sql: text.replace(STATEMENT, ""), parameters: [] };
      found.push(logged);
      latest.set(pid, logged);
    } else if (severity === "DETAIL" && /^parameters: /i.test(text)) {
      const logged = latest.get(pid);
      if (logged) logged.parameters = readParameters(text);
    }
  }
  return found;
}

function entriesOf(log: string) {
  const entries: { pid: string; user: string; severity: string; text: string }[] = [];
  for (const line of log.split("\n")) {
    const match = ENTRY.exec(line);
    const last = entries.at(-1);
    if (match) entries.push({ pid: match[1] ?? "", user: match[2] ?? "", severity: match[3] ?? "", text: line.slice(match[0].length) });
    else if (last && line.startsWith("\t")) last.text += `\n${line.slice(1)}`;
  }
  return entries;
}

/** `parameters: $1 = 'it''s', $2 = NULL` → `'it''s'`, `NULL`. */
const readParameters = (detail: string): string[] =>
  [...detail.matchAll(/\$\d+ = ('(?:[^']|'')*'|NULL)/g)].map((match) => match[1] ?? "NULL");

/** The statement with its parameters in place, as a client without a prepared statement would send it. */
export const inline = ({ sql, parameters }: Logged): string =>
  sql.replaceAll(/\$(\d+)/g, (name, n: string) => parameters[Number(n) - 1] ?? name);
