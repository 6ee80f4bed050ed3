import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { text } from "./text.ts";
import { IconButton } from "./ui/icon-button.tsx";

const shownMs = 1500;

/** Puts `value` on the clipboard and says so in place. */
export function CopyButton({ value, label, className }: { value: string; label: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <>
      <IconButton
        icon={copied ? Check : Copy}
        label={copied ? text.copied : label}
        size="icon-sm"
        className={className}
        onClick={async (event) => {
          event.stopPropagation();
          await navigator.clipboard.writeText(value);
          setCopied(true);
        }}
      />
      <span role="status" className="sr-only">
        {copied ? text.copied : ""}
      </span>
    </>
  );
}
