import type { LineCounter } from "./text.ts";

export type WarningCode =
  | "document.unreadable"
  | "document.header_unreadable"
  | "document.merge_marker"
  | "document.too_deep"
  | "document.duplicate_id"
  | "document.dangling_id"
  | "file.text_outside_documents"
  | "file.not_utf8"
  | "file.nul_bytes"
  | "file.no_documents"
  | "meta.unreadable"
  | "meta.guid_missing"
  | "warnings.more";

/** Something a reader should know about a file that was taken in all the same. `line` counts from 1. */
export type Warning = { code: WarningCode; line: number; message: string };

/** A broken file says the same thing over and over: after so many, one last warning says that there are more. */
const WARNINGS_LIMIT = 100;

/** Collects the warnings of one file. */
export class Warnings {
  readonly list: Warning[] = [];
  constructor(readonly lines: LineCounter) {}

  add(code: WarningCode, offset: number, message: string): void {
    if (this.list.length > WARNINGS_LIMIT) return;
    const line = this.lines.lineOf(offset);
    if (this.list.length < WARNINGS_LIMIT) this.list.push({ code, line, message });
    else this.list.push({ code: "warnings.more", line, message: `More than ${WARNINGS_LIMIT} warnings; the rest is left out.` });
  }
}
