import type { LineCounter } from "./text.ts";

export type WarningCode =
  | "yaml.unparsable"
  | "yaml.header"
  | "yaml.merge_marker"
  | "yaml.too_deep"
  | "yaml.too_large"
  | "yaml.duplicate_anchor"
  | "yaml.dangling_id"
  | "yaml.preamble"
  | "file.not_utf8"
  | "file.nul_bytes"
  | "yaml.no_documents"
  | "meta.guid_missing"
  | "warnings.more";

/** Something a reader should know about a file that was taken in all the same. `line` counts from 1. */
export type Warning = { code: WarningCode; line: number; message: string };

/** A broken file says the same thing over and over: the last of so many warnings says that there are more. */
export const WARNINGS_LIMIT = 100;

/** Collects the warnings of one file. */
export class Warnings {
  constructor(
    readonly lines: LineCounter,
    readonly list: Warning[] = [],
  ) {}

  add(code: WarningCode, offset: number, message: string): void {
    if (this.list.length === WARNINGS_LIMIT) return;
    const line = this.lines.lineOf(offset);
    const isLast = this.list.length === WARNINGS_LIMIT - 1;
    this.list.push(isLast ? { code: "warnings.more", line, message: "There are more warnings than these." } : { code, line, message });
  }
}
