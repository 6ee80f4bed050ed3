import { Badge, type Tone } from "@/components/ui/badge.tsx";
import type { Severity } from "./queries.ts";
import { text } from "./text.ts";

const tones: Record<Severity, Tone> = { info: "info", warning: "warning", error: "danger", fatal: "danger" };

export function SeverityBadge({ severity }: { severity: Severity }) {
  return <Badge tone={tones[severity]}>{text.severities[severity]}</Badge>;
}
