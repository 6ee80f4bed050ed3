import { formatBytes, formatCount } from "@/lib/format.ts";
import { CopyButton } from "./copy-button.tsx";
import { text } from "./text.ts";

export function Bytes({ value }: { value: number }) {
  return (
    <span className="tabular" title={`${formatCount(value)} ${text.bytes}`}>
      {formatBytes(value)}
    </span>
  );
}

export function Count({ value }: { value: number }) {
  return <span className="tabular">{formatCount(value)}</span>;
}

/** The end of an id, which differs even among ids made in the same moment; the whole of it on hover and by copy. */
export function Id({ value, label = text.copyId }: { value: string; label?: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      <code className="font-mono text-muted text-xs" title={value}>
        {value.slice(-8)}
      </code>
      <CopyButton value={value} label={label} />
    </span>
  );
}
